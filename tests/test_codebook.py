"""The codebook: every rule finds its examples, and a user's folder is merged, checked and reported on as a whole."""

from pathlib import Path

import pytest

from tacitus.check_codebook import check_rules
from tacitus.codebook import load_codebook, marked
from tacitus.errors import RuleError
from tacitus.pipeline import Coder
from tacitus.records import Article
from tacitus.rules import Rule, StanceRule
from tacitus.settings import Settings

RULES = list(load_codebook().rules())


@pytest.mark.model
@pytest.mark.parametrize("rule", RULES, ids=lambda r: f"{type(r).__name__}-{r.id}")
def test_rule_finds_its_examples(coder: Coder, rule: Rule) -> None:
    problems = check_rules(coder, [rule])
    assert not problems, "\n".join(map(str, problems))


@pytest.mark.model
def test_an_example_that_is_not_found_is_named(coder: Coder) -> None:
    rule = StanceRule("nonesuch", examples=("{holder Chad} waited.",), counter_examples=("Chad waited.",))
    (problem,) = check_rules(coder, [rule])
    assert (problem.rule_id, problem.example) == ("nonesuch", "{holder Chad} waited.")
    assert "no record" in problem.reason


@pytest.mark.model
def test_a_counter_example_that_is_found_is_named(coder: Coder) -> None:
    rule = coder.codebook.stances["oppose"]
    wrong = StanceRule("oppose", counter_examples=(marked(rule.examples[0])[0],))
    (problem,) = check_rules(coder, [wrong])
    assert "must not" in problem.reason
    assert "oppose" in problem.found


def test_marks_are_taken_out_of_examples() -> None:
    plain, marks = marked("{holder Chad} opposed {target the bill}.")
    assert plain == "Chad opposed the bill."
    assert [plain[a:b] for _, a, b in marks] == ["Chad", "the bill"]
    assert [role for role, _, _ in marks] == ["holder", "target"]


def write(folder: Path, text: str) -> Path:
    (folder / "stances.toml").write_text(text, encoding="utf-8")
    return folder


def test_the_same_id_replaces_our_rule(tmp_path: Path) -> None:
    merged = load_codebook(write(tmp_path, '[[rule]]\nid = "oppose"\nstance = "against"\nverbs = ["frown"]\n'))
    assert merged.stances["oppose"].verbs == ("frown",)
    assert merged.hash != load_codebook().hash
    assert merged.stances.keys() == load_codebook().stances.keys()
    assert next(iter(merged.stances)) == "oppose"  # the user's rule counts before ours


def test_off_removes_a_rule(tmp_path: Path) -> None:
    merged = load_codebook(write(tmp_path, '[[rule]]\nid = "oppose"\noff = true\n'))
    assert "oppose" not in merged.stances
    assert "oppose" in load_codebook().stances


def test_all_problems_are_reported_at_once(tmp_path: Path) -> None:
    write(
        tmp_path,
        '[[rule]]\nid = "a"\nverb = ["x"]\n[[rule]]\nverbs = ["y"]\n'
        '[[rule]]\nid = "nothere"\noff = true\n[[rule]]\nid = "b"\nverbs = [1]\n',
    )
    (tmp_path / "stance.toml").write_text("", encoding="utf-8")
    with pytest.raises(RuleError) as caught:
        load_codebook(tmp_path)
    text = str(caught.value)
    for part in (
        "unknown key 'verb'",
        "needs an 'id'",
        "'nothere'",
        "rule[3]: verbs",
        "stance.toml: not a codebook file",
    ):
        assert part in text


def test_ids_are_unique_within_a_layer_and_examples_are_marked() -> None:
    for rule in RULES:
        if isinstance(rule, StanceRule) and rule.kind in ("stance", "predicate"):
            assert rule.examples, rule.id
            assert rule.counter_examples, rule.id
            assert all(marked(e)[1] for e in rule.examples), rule.id


@pytest.mark.model
def test_where_a_word_is_in_a_rule_of_ours_too_the_users_rule_counts(tmp_path):
    (tmp_path / "events").mkdir()
    files = {
        "cues.csv": "id,lemmas,pos,frames\nmy-say,say,verb,clause | quote\n",
        "events/mine.toml": """[[rule]]\nid = "my-condemn"\ntype = "REJECT"\nverbs = ["condemn"]\n""",
        "stances.toml": """[[rule]]\nid = "my-praise"\nverbs = ["condemn"]\n""",
        "roles.csv": "id,nouns,sector\nmy-envoy,envoy,BUS\n",
    }
    for name, text in files.items():
        (tmp_path / name).write_text(text)
    text = "The envoy said that it was late. Peru condemned Chile."
    ledger = Coder(Settings(codebook=(tmp_path,))).code(Article.make(text, "a"))
    found = [r.found_by for r in (*ledger.statements, *ledger.events, *ledger.positions)]
    assert found == ["my-say", "my-condemn", "my-praise"]
    assert "BUS" in {r.sector for r in ledger.resolutions}
