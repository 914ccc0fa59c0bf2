"""Chains: which mentions of an article are one actor."""

import cProfile
import itertools
import pstats
import random

import pytest

from tacitus.mentions.chain_mentions import link_first_person
from tacitus.mentions.chains import Chains, names_agree, names_clash
from tacitus.mentions.find_mentions import find_mentions
from tacitus.mentions.name_index import NameIndex
from tacitus.mentions.profiles import Profile
from tacitus.parsing.parse_sentences import parse
from tacitus.parsing.parsed import Parsed
from tacitus.records import Article


def cast_of(coder, text):
    return find_mentions(parse(coder.nlp, Article.make(text)), coder.tables, coder.codebook)


def chain(cast, text, nth=0):
    """The words of the chain of the nth mention that reads `text`."""
    mention = [m for m in cast.mentions if m.text == text][nth]
    return [m.text for m in cast.mentions if m.chain_id == mention.chain_id]


@pytest.mark.parametrize(
    ("a", "b", "person", "agree"),
    [
        ("khan", "imran khan", True, True),
        ("xi", "xi jinping", True, True),
        ("john r bolton", "john bolton", True, True),
        ("melania trump", "donald trump", True, False),
        ("al-assad", "bashar al-assad", True, True),
        ("security council", "un security council", False, True),
        ("council", "security council", False, False),
    ],
)
def test_names_that_can_be_one_actor(a, b, person, agree):
    x, y = tuple(a.split()), tuple(b.split())
    assert names_agree(x, y, person) == agree
    assert names_clash([x], [y], person) != agree


@pytest.mark.model
@pytest.mark.parametrize(
    ("text", "one", "others"),
    [
        ("Angela Merkel spoke first. Merkel then left.", "Merkel", {"Angela Merkel"}),
        ("The African Union (AU) met. The AU agreed.", "The AU", {"The African Union", "AU"}),
        (
            "Amina Mohamed, Kenya's foreign minister, flew to Juba. She met rebels.",
            "She",
            {"Amina Mohamed", "Kenya's foreign minister"},
        ),
        ("Carlos Ruiz is the ambassador. The envoy left Lima.", "The envoy", {"Carlos Ruiz", "the ambassador"}),
        ("The general who fled returned.", "who", {"The general"}),
        ("The European Commission met. The commission agreed.", "The commission", {"The European Commission"}),
        ("Brazil said it would pay.", "it", {"Brazil"}),
        ("The rebels said they would fight.", "they", {"The rebels"}),
        ("The United States left. America came back.", "America", {"The United States"}),
    ],
)
def test_mentions_of_one_actor_share_a_chain(coder, text, one, others):
    assert others <= set(chain(cast_of(coder, text), one))


@pytest.mark.model
@pytest.mark.parametrize(
    ("text", "one", "other"),
    [
        ("Elena Rossi met Marco Bianchi. He smiled.", "He", "Elena Rossi"),
        ("Ahmed Khan praised him.", "him", "Ahmed Khan"),
        ("The Chinese envoy met the French ambassador.", "The Chinese envoy", "the French ambassador"),
        ("Hillary Clinton and Bill Clinton arrived.", "Hillary Clinton", "Bill Clinton"),
        ("It is clear that Peru will pay.", "It", "Peru"),
        ("France is not the aggressor.", "France", "the aggressor"),
        ("The French government met the Polish government.", "The French government", "the Polish government"),
    ],
)
def test_mentions_of_two_actors_do_not(coder, text, one, other):
    assert other not in chain(cast_of(coder, text), one)


@pytest.mark.model
def test_a_role_and_its_country_announce_the_one_named_later(coder):
    cast = cast_of(
        coder,
        "State radio reported that a representative of the government in Ankara rejected the plan. "
        "The envoy called it a threat.\n\n"
        '"We oppose this plan," Selim Yenel, Turkey\'s permanent representative to the EU, said in Brussels.\n\n'
        '"It serves nobody," he added. "It must stop," the ambassador noted.',
    )
    found = chain(cast, "Selim Yenel")
    assert {"a representative of the government in Ankara", "The envoy", "he", "the ambassador"} <= set(found)


@pytest.mark.model
def test_swapping_two_countries_swaps_nothing_else(coder):
    text = "{0} warned {1}. The ambassador of {0} left. It recalled its envoy. The country closed its border."
    one, two = (cast_of(coder, text.format(*pair)) for pair in (("Norway", "Sweden"), ("Sweden", "Norway")))
    order = {m.id: k for k, m in enumerate(one.mentions)}
    swapped = {m.id: k for k, m in enumerate(two.mentions)}
    assert [order[m.chain_id] for m in one.mentions] == [swapped[m.chain_id] for m in two.mentions]


@pytest.mark.model
def test_the_speaker_of_a_quotation_is_i(coder):
    cast = cast_of(coder, '"I will go, and we will win," said Ana Flores.')
    speaker = next(m for m in cast.mentions if m.text == "Ana Flores")
    assert link_first_person(cast, next(m for m in cast.mentions if m.text == "I"), speaker)
    assert not link_first_person(cast, next(m for m in cast.mentions if m.text == "we"), speaker)
    assert chain(cast, "Ana Flores") == ["I", "Ana Flores"]


@pytest.mark.model
@pytest.mark.parametrize(
    "words",
    [
        "<div ",
        "USA ",
        "the president of ",  # one inside another, deeper than calls may go
        "Ana Diaz met Diaz. ",
        "The president said he left. ",
        "The UN Security Council met. ",
    ],
)
def test_twice_the_mentions_are_twice_the_work(coder, words):
    def calls(times):
        parsed = parse(coder.nlp, Article.make(words * times))
        profiler = cProfile.Profile()
        profiler.runcall(find_mentions, parsed, coder.tables, coder.codebook)
        return pstats.Stats(profiler).total_calls  # counted, not timed: the same on every machine

    calls(10)  # what is looked up but once
    assert calls(600) < 2.3 * calls(300)


def test_names_that_agree_share_a_key():
    words = ["ana", "diaz", "al", "al-diaz", "r", "anadiaz"]
    names = [n for size in (1, 2, 3) for n in itertools.product(words, repeat=size)]
    index = NameIndex()
    for k, name in enumerate(names):
        index.add(k, name)
    for later in names:
        found = index.like(later)
        assert found == sorted(found)
        assert {k for k, name in enumerate(names) if names_agree(name, later, True)} <= set(found)


def test_a_chain_keeps_count_of_what_its_members_show():
    dice = random.Random(7)
    words = [f"w{k}" for k in range(120)]
    rows = [(w, w, "NOUN", "nsubj", 0) for w in words]
    profiles = [
        Profile(str(k), k, k, k, "nominal", dice.choice("sp?"), dice.choice("mfn?"), dice.choice([True, False, None]))
        for k in range(120)
    ]
    chains = Chains.start(Parsed.from_rows(Article.make(" ".join(words)), rows), None, profiles)
    for _ in range(110):
        a, b, c = (dice.randrange(120) for _ in range(3))
        chains.join(a, b, "test")
        chains.make_person(c)
        chains.forget_neuter(c)
        members = [k for k in range(120) if chains.of(k) == chains.of(a)]
        persons, genders = ([getattr(profiles[m], what) for m in members] for what in ("person", "gender"))
        assert chains.members(a) == members
        assert chains.person(a) == (True if True in persons else False if False in persons else None)
        assert chains.gender(a) == next((g for g in genders if g in "mf"), "n" if "n" in genders else "?")
        assert chains.number(a) == next((n for m in members if (n := profiles[m].number) != "?"), "?")
