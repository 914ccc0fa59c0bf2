"""Exchanging two countries in a text exchanges them in the records and changes nothing else."""

from __future__ import annotations

import json
import re
from typing import Any

import pytest

from tacitus.pipeline import Coder
from tacitus.records import Article
from tacitus.writing.exchange import to_exchange

pytestmark = pytest.mark.model

# (name, demonym, iso3): states of different continents, sizes and standing
PAIRS = [
    (("Kenya", "Kenyan", "KEN"), ("Norway", "Norwegian", "NOR")),
    (("Russia", "Russian", "RUS"), ("Ukraine", "Ukrainian", "UKR")),
    (("China", "Chinese", "CHN"), ("Japan", "Japanese", "JPN")),
    (("Iran", "Iranian", "IRN"), ("Israel", "Israeli", "ISR")),
    (("Turkey", "Turkish", "TUR"), ("Greece", "Greek", "GRC")),
    (("Pakistan", "Pakistani", "PAK"), ("India", "Indian", "IND")),
]
SENTENCES = [
    "{A} accused {B} of violating the ceasefire on Tuesday.",
    "{A} imposed sanctions on {B} after the attack.",
    "{A} and {B} signed an agreement on water rights.",
    "{A} opposes military intervention in {B}.",
    "{A} said that {B} had rejected the proposal.",
    "Troops from {A} withdrew from {B} in March.",
    "The government of {A} expelled the ambassador of {B}.",
    "{A} urged {B} to release the prisoners.",
    "{A} condemned the shelling of villages in {B}.",
    "{A} threatened to attack {B} if talks fail.",
    "{A} sent food aid to {B} last week.",
    "{A} denied that it had supported rebels in {B}.",
]


def records(coder: Coder, text: str) -> list[dict[str, Any]]:
    return list(to_exchange(coder.code(Article.make(text, published="2019-02-27")))["records"])


Country = tuple[str, str, str]


def exchange(value: Any, a: Country, b: Country) -> Any:
    """Exchange the two countries in every text and code of a record; offsets are dropped, names differ in length."""
    # the longer word first: "Iranian" before "Iran"
    there = dict([*zip(a, b, strict=True), *zip(b, a, strict=True)])
    there = dict(sorted(there.items(), key=lambda pair: -len(pair[0])))
    if isinstance(value, dict):
        return {k: exchange(v, a, b) for k, v in value.items() if k not in ("start", "end")}
    if isinstance(value, list):
        return [exchange(v, a, b) for v in value]
    if isinstance(value, str):
        return re.sub("|".join(there), lambda m: there[m[0]], value)
    return value


def plain(value: Any) -> str:
    """Write records without their offsets, in one order."""
    nobody = ("\ue000", "\ue001", "\ue002")
    return json.dumps(exchange(value, nobody, nobody), sort_keys=True)


@pytest.mark.parametrize("sentence", SENTENCES)
def test_exchanging_two_countries_exchanges_them_in_the_records(coder: Coder, sentence: str) -> None:
    for a, b in PAIRS:
        there = records(coder, sentence.format(A=a[0], B=b[0]))
        back = records(coder, sentence.format(A=b[0], B=a[0]))
        assert plain(exchange(there, a, b)) == plain(back), f"{a[0]} / {b[0]}"


def test_the_sentences_are_coded_at_all(coder: Coder) -> None:
    coded = [s for s in SENTENCES if records(coder, s.format(A="Kenya", B="Norway"))]
    assert len(coded) >= len(SENTENCES) - 1
