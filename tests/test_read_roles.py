"""Role nouns of the codebook in their phrases."""

import pytest

from tacitus.codebook import HOME, load_codebook, marked
from tacitus.mentions.find_mentions import find_mentions
from tacitus.mentions.read_roles import RoleReader
from tacitus.parsing.parse_sentences import parse
from tacitus.records import SECTORS, Article


def roles():
    return load_codebook().roles


def test_every_role_has_a_sector_a_noun_an_example_and_a_family():
    for rule in roles().values():
        assert rule.sector in SECTORS, rule.id
        assert rule.nouns and rule.examples and rule.families, rule.id


def test_no_noun_stands_under_two_roles():
    seen: dict[str, str] = {}
    for rule in roles().values():
        for noun in rule.nouns:
            assert noun not in seen, f"{noun}: {seen.get(noun)} and {rule.id}"
            seen[noun] = rule.id


def test_the_file_is_there():
    assert (HOME / "roles.csv").is_file()


@pytest.mark.model
def test_examples_are_found_and_counter_examples_are_not(coder):
    reader = RoleReader(coder.codebook)
    for rule in coder.codebook.roles.values():
        for texts, wanted in ((rule.examples, True), (rule.counter_examples, False)):
            for text in texts:
                plain, marks = marked(text)
                p = parse(coder.nlp, Article.make(plain))
                _, start, end = marks[0]
                cast = find_mentions(p, coder.tables, coder.codebook)
                spans = {(m.start, m.end) for m in cast.mentions}
                heads = [m.head_start for m in cast.mentions if (m.start, m.end) == (start, end)]
                found = [r.rule.id for t in p.tokens if t.start in heads if (r := reader.read(p, t.i))]
                assert (rule.id in found) == wanted, (rule.id, text, found, spans)


@pytest.mark.model
@pytest.mark.parametrize(
    ("text", "role", "owners", "former"),
    [
        ("China's permanent representative to the UN spoke.", "ambassador", ["China"], False),
        ("The former French foreign minister spoke.", "foreign_minister", ["French"], True),
        ("The spokesman for the Kenyan army spoke.", "spokesperson", ["army"], False),
        ("The French and German prime ministers spoke.", "prime_minister", ["French", "German"], False),
        ("A representative of the government in Lima spoke.", "state_representative", ["government"], False),
    ],
)
def test_a_role_knows_its_owners(coder, text, role, owners, former):
    p = parse(coder.nlp, Article.make(text))
    reader = RoleReader(coder.codebook)
    found = next(r for t in p.tokens if t.dep == "nsubj" and (r := reader.read(p, t.i)))
    assert (found.rule.id, [p[o].text for o in found.owners][: len(owners)], found.former) == (role, owners, former)
