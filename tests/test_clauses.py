"""Who does what: passives, relatives, control, coordination, and nouns that stand for deeds."""

from dataclasses import replace

import pytest
from hypothesis import given

from tacitus.parsing import clauses
from tacitus.parsing.parsed import Parsed
from tacitus.records import Article
from test_parsed import trees


def parsed(rows: str, ents: dict[str, str] | None = None) -> Parsed:
    """Build a sentence from lines of "text/lemma/TAG dep head", the head by its text (#2 for the second such)."""
    cells = [line.split() for line in rows.strip().splitlines()]
    words = [c[0].split("/") for c in cells]
    texts = [w[0] for w in words]
    made = []
    for (text, lemma, tag), (_, dep, head) in zip(words, cells, strict=True):
        name, _, nth = head.partition("#")
        at = [i for i, t in enumerate(texts) if t == name][int(nth or 1) - 1]
        made.append((text, lemma, tag, dep, at))
    p = Parsed.from_rows(Article.make(" ".join(texts)), made)
    tokens = [replace(t, pos=POS.get(t.tag, t.tag), ent=(ents or {}).get(t.text, "")) for t in p.tokens]
    return Parsed(p.article, tokens, p.sentences)


POS = {
    **dict.fromkeys(("VB", "VBD", "VBN", "VBG", "VBZ", "VBP"), "VERB"),
    **{
        "NN": "NOUN",
        "NNS": "NOUN",
        "NNP": "PROPN",
        "PRP": "PRON",
        "WP": "PRON",
        "WDT": "PRON",
        "IN": "ADP",
        "JJ": "ADJ",
    },
    **{"MD": "AUX", "TO": "PART", "RB": "ADV", "CC": "CCONJ", "DT": "DET", "POS": "PART", "AUX": "AUX"},
}


def texts(p: Parsed, places: list[int]) -> list[str]:
    return [p[i].text for i in places]


def who(p: Parsed, verb: str) -> tuple[list[str], list[str]]:
    i = next(t.i for t in p.tokens if t.text == verb)
    return texts(p, clauses.subjects(p, i)), texts(p, clauses.objects(p, i))


SENTENCES = {
    "active": (
        """Peru/Peru/NNP nsubj expelled
           and/and/CC cc Peru
           Chile/Chile/NNP conj Peru
           expelled/expel/VBD ROOT expelled
           envoys/envoy/NNS dobj expelled""",
        {"expelled": (["Peru", "Chile"], ["envoys"])},
    ),
    "passive": (
        """Envoys/envoy/NNS nsubjpass expelled
           were/be/AUX auxpass expelled
           expelled/expel/VBN ROOT expelled
           by/by/IN agent expelled
           Peru/Peru/NNP pobj by
           and/and/CC cc Peru
           Chile/Chile/NNP conj Peru""",
        {"expelled": (["Peru", "Chile"], ["Envoys"])},
    ),
    "passive without an agent": (
        """Envoys/envoy/NNS nsubjpass expelled
           were/be/AUX auxpass expelled
           expelled/expel/VBN ROOT expelled""",
        {"expelled": ([], ["Envoys"])},
    ),
    "participle": (
        """envoys/envoy/NNS nsubj left
           expelled/expel/VBN acl envoys
           by/by/IN agent expelled
           Peru/Peru/NNP pobj by
           left/leave/VBD ROOT left""",
        {"expelled": (["Peru"], ["envoys"]), "left": (["envoys"], [])},
    ),
    "subject relative": (
        """army/army/NN nsubj withdrew
           that/that/WDT nsubj shelled
           shelled/shell/VBD relcl army
           towns/town/NNS dobj shelled
           withdrew/withdraw/VBD ROOT withdrew""",
        {"shelled": (["army"], ["towns"]), "withdrew": (["army"], [])},
    ),
    "object relative": (
        """towns/town/NNS nsubj fell
           which/which/WDT dobj shelled
           army/army/NN nsubj shelled
           shelled/shell/VBD relcl towns
           fell/fall/VBD ROOT fell""",
        {"shelled": (["army"], ["towns"])},
    ),
    "object relative without a pronoun": (
        """towns/town/NNS nsubj fell
           army/army/NN nsubj shelled
           shelled/shell/VBD relcl towns
           fell/fall/VBD ROOT fell""",
        {"shelled": (["army"], ["towns"])},
    ),
    "passive relative": (
        """towns/town/NNS nsubj fell
           that/that/WDT nsubjpass shelled
           were/be/AUX auxpass shelled
           shelled/shell/VBN relcl towns
           by/by/IN agent shelled
           army/army/NN pobj by
           fell/fall/VBD ROOT fell""",
        {"shelled": (["army"], ["towns"])},
    ),
    "relative coordinated": (
        """army/army/NN nsubj withdrew
           that/that/WDT nsubj took
           took/take/VBD relcl army
           towns/town/NNS dobj took
           and/and/CC cc took
           burned/burn/VBD conj took
           bridges/bridge/NNS dobj burned
           withdrew/withdraw/VBD ROOT withdrew""",
        {"burned": (["army"], ["bridges"])},
    ),
    "subject control": (
        """Peru/Peru/NNP nsubj agreed
           agreed/agree/VBD ROOT agreed
           to/to/TO aux free
           free/free/VB xcomp agreed
           prisoners/prisoner/NNS dobj free""",
        {"free": (["Peru"], ["prisoners"])},
    ),
    "object control": (
        """Peru/Peru/NNP nsubj urged
           urged/urge/VBD ROOT urged
           Chile/Chile/NNP dobj urged
           to/to/TO aux free
           free/free/VB xcomp urged
           prisoners/prisoner/NNS dobj free""",
        {"urged": (["Peru"], ["Chile"]), "free": (["Chile"], ["prisoners"])},
    ),
    "object control in the passive": (
        """Chile/Chile/NNP nsubjpass urged
           was/be/AUX auxpass urged
           urged/urge/VBN ROOT urged
           by/by/IN agent urged
           Peru/Peru/NNP pobj by
           to/to/TO aux free
           free/free/VB xcomp urged
           prisoners/prisoner/NNS dobj free""",
        {"urged": (["Peru"], ["Chile"]), "free": (["Chile"], ["prisoners"])},
    ),
    "object control with a clause": (
        """Peru/Peru/NNP nsubj urged
           urged/urge/VBD ROOT urged
           Chile/Chile/NNP nsubj free
           to/to/TO aux free
           free/free/VB ccomp urged
           prisoners/prisoner/NNS dobj free""",
        {"free": (["Chile"], ["prisoners"])},
    ),
    "blamed for": (
        """Peru/Peru/NNP nsubj accused
           accused/accuse/VBD ROOT accused
           Chile/Chile/NNP dobj accused
           of/of/IN prep accused
           arming/arm/VBG pcomp of
           rebels/rebel/NNS dobj arming""",
        {"arming": (["Chile"], ["rebels"])},
    ),
    "by doing": (
        """Peru/Peru/NNP nsubj responded
           responded/respond/VBD ROOT responded
           by/by/IN prep responded
           closing/close/VBG pcomp by
           borders/border/NNS dobj closing""",
        {"closing": (["Peru"], ["borders"])},
    ),
    "coordinated verbs": (
        """Peru/Peru/NNP nsubj condemned
           condemned/condemn/VBD ROOT condemned
           Chile/Chile/NNP dobj condemned
           and/and/CC cc condemned
           recalled/recall/VBD conj condemned
           envoys/envoy/NNS dobj recalled""",
        {"condemned": (["Peru"], ["Chile"]), "recalled": (["Peru"], ["envoys"])},
    ),
    "coordinated verbs with one object": (
        """Peru/Peru/NNP nsubj attacked
           attacked/attack/VBD ROOT attacked
           and/and/CC cc attacked
           destroyed/destroy/VBD conj attacked
           convoys/convoy/NNS dobj destroyed""",
        {"attacked": (["Peru"], ["convoys"]), "destroyed": (["Peru"], ["convoys"])},
    ),
    "coordinated passives": (
        """Envoys/envoy/NNS nsubjpass arrested
           were/be/AUX auxpass arrested
           arrested/arrest/VBN ROOT arrested
           and/and/CC cc arrested
           expelled/expel/VBN conj arrested
           by/by/IN agent expelled
           Peru/Peru/NNP pobj by""",
        {"arrested": (["Peru"], ["Envoys"]), "expelled": (["Peru"], ["Envoys"])},
    ),
    "coordinated passives, the agent on the first": (
        """Envoys/envoy/NNS nsubjpass arrested
           were/be/AUX auxpass arrested
           arrested/arrest/VBN ROOT arrested
           by/by/IN agent arrested
           Peru/Peru/NNP pobj by
           and/and/CC cc arrested
           expelled/expel/VBN conj arrested""",
        {"arrested": (["Peru"], ["Envoys"]), "expelled": (["Peru"], ["Envoys"])},
    ),
    "active after passive": (
        """Envoys/envoy/NNS nsubjpass expelled
           were/be/AUX auxpass expelled
           expelled/expel/VBN ROOT expelled
           by/by/IN agent expelled
           Peru/Peru/NNP pobj by
           and/and/CC cc expelled
           left/leave/VBD conj expelled
           Lima/Lima/NNP dobj left""",
        {"left": (["Envoys"], ["Lima"])},
    ),
    "a clause with a subject of its own": (
        """Peru/Peru/NNP nsubj condemned
           condemned/condemn/VBD ROOT condemned
           Chile/Chile/NNP dobj condemned
           and/and/CC cc condemned
           Brazil/Brazil/NNP nsubj recalled
           recalled/recall/VBD conj condemned
           envoys/envoy/NNS dobj recalled""",
        {"recalled": (["Brazil"], ["envoys"])},
    ),
    "participle beside": (
        """Peru/Peru/NNP nsubj left
           left/leave/VBD ROOT left
           talks/talk/NNS dobj left
           citing/cite/VBG advcl left
           threats/threat/NNS dobj citing""",
        {"citing": (["Peru"], ["threats"])},
    ),
}


@pytest.mark.parametrize("name", SENTENCES)
def test_doers_and_done_to(name):
    rows, expected = SENTENCES[name]
    p = parsed(rows)
    for verb, roles in expected.items():
        assert who(p, verb) == roles, verb


def test_indirect_objects_and_prepositions():
    p = parsed(
        """Peru/Peru/NNP nsubj gave
           gave/give/VBD ROOT gave
           Chile/Chile/NNP dative gave
           aid/aid/NN dobj gave
           to/to/IN dative gave
           Quito/Quito/NNP pobj to
           with/with/IN prep gave
           allies/ally/NNS pobj with"""
    )
    assert texts(p, clauses.datives(p, 1)) == ["Chile", "Quito"]
    assert texts(p, clauses.prep_objects(p, 1, "with")) == ["allies"]
    assert texts(p, clauses.prep_objects(p, 1)) == ["Quito", "allies"]


@pytest.mark.parametrize(
    ("rows", "doers"),
    [
        (
            "Peru/Peru/NNP poss ban\n's/'s/POS case Peru\nban/ban/NN ROOT ban\non/on/IN prep ban\ngold/gold/NN pobj on",
            ["Peru"],
        ),
        ("Peruvian/Peruvian/JJ amod ban\nban/ban/NN ROOT ban\non/on/IN prep ban\ngold/gold/NN pobj on", ["Peruvian"]),
        (
            "ban/ban/NN ROOT ban\non/on/IN prep ban\ngold/gold/NN pobj on\nby/by/IN prep ban\nPeru/Peru/NNP pobj by",
            ["Peru"],
        ),
        ("ban/ban/NN ROOT ban\non/on/IN prep ban\ngold/gold/NN pobj on", []),
        (
            "Peru/Peru/NNP poss ban\n's/'s/POS case Peru\nban/ban/NN ROOT ban\non/on/IN prep ban\n"
            "gold/gold/NN pobj on\nand/and/CC cc Peru\nChile/Chile/NNP conj Peru",
            ["Peru", "Chile"],
        ),
    ],
)
def test_nouns_that_stand_for_deeds(rows, doers):
    p = parsed(rows, {"Peru": "GPE", "Peruvian": "NORP"})
    ban = next(t.i for t in p.tokens if t.text == "ban")
    assert texts(p, clauses.noun_doers(p, ban)) == doers
    assert texts(p, clauses.noun_recipients(p, ban)) == ["gold"]
    assert clauses.noun_recipients(p, ban, "with") == []


def test_an_offer_to_help_is_the_offerers():
    p = parsed(
        """Peru/Peru/NNP nsubj made
           made/make/VBD ROOT made
           offer/offer/NN dobj made
           to/to/TO aux help
           help/help/VB acl offer
           Chile/Chile/NNP dobj help"""
    )
    assert texts(p, clauses.subjects(p, 4)) == ["Peru"]


@pytest.mark.parametrize(
    ("rows", "verb", "yes"),
    [
        ("Peru/Peru/NNP nsubj sign\ndid/do/AUX aux sign\nnot/not/RB neg sign\nsign/sign/VB ROOT sign", "sign", True),
        ("Peru/Peru/NNP nsubj signed\nnever/never/RB advmod signed\nsigned/sign/VBD ROOT signed", "signed", True),
        ("No/no/DT det envoy\nenvoy/envoy/NN nsubj signed\nsigned/sign/VBD ROOT signed", "signed", True),
        ("no/no/DT neg longer\nlonger/longer/RB advmod signs\nsigns/sign/VBZ ROOT signs", "signs", True),
        ("Peru/Peru/NNP nsubj signed\nsigned/sign/VBD ROOT signed", "signed", False),
    ],
)
def test_negation(rows, verb, yes):
    p = parsed(rows)
    assert clauses.negated(p, next(t.i for t in p.tokens if t.text == verb)) is yes


def test_modals_are_shared_by_coordinated_verbs():
    p = parsed(
        """Peru/Peru/NNP nsubj close
           may/may/MD aux close
           close/close/VB ROOT close
           and/and/CC cc close
           mine/mine/VB conj close
           ports/port/NNS dobj mine"""
    )
    assert clauses.modals(p, 2) == clauses.modals(p, 4) == ["may"]


@given(trees())
def test_any_tree_can_be_asked(p):
    for i in range(len(p)):
        for ask in (
            clauses.subjects,
            clauses.objects,
            clauses.passive_subjects,
            clauses.datives,
            clauses.noun_doers,
            clauses.noun_recipients,
            clauses.prep_objects,
            clauses.subjects_above,
            clauses.modals,
        ):
            found = ask(p, i)
            assert len(found) == len(set(found))
        assert clauses.negated(p, i) in (True, False)
        assert clauses.is_passive(p, i) in (True, False)


@pytest.mark.parametrize("tag", ["VBN", "VERB"])
def test_a_very_long_coordination_does_not_raise(tag):
    rows = [(f"w{n}", "w", tag, "conj" if n else "ROOT", max(0, n - 1)) for n in range(3000)]
    p = Parsed.from_rows(Article.make(" ".join(r[0] for r in rows)), rows)
    for ask in (clauses.is_passive, clauses.agents, clauses.modals, clauses.subjects, clauses.objects):
        ask(p, 2999)
        ask(p, 0)
    assert len(p.conjuncts(0)) == 3000
