import re
from pathlib import Path

import pytest

from corpus.errors import UsageError
from evals.datasets import Dataset, Document, Query, load_beir

CORPUS = '{"_id": "d1", "title": "Rubrik", "text": "Ett."}\n{"_id": "d2", "text": "Två."}\n'
QUERIES = (
    '{"_id": "q1", "text": "Ett?"}\n{"_id": "q2", "text": "Två?", "answer": "x"}\n'
    '{"_id": "q3", "text": "Inget?"}\n{"_id": "q4", "text": "Fel?"}\n'
)
QRELS = "query-id\tcorpus-id\tscore\nq1\td1\t2\nq1\td2\t1\nq2\tborta\t1\nq4\td1\t0\n"


@pytest.fixture
def folder(tmp_path):
    (tmp_path / "qrels").mkdir()
    write(tmp_path, CORPUS, QUERIES, QRELS)
    return tmp_path


def write(folder, corpus, queries, qrels):
    (folder / "corpus.jsonl").write_text(corpus, encoding="utf-8")
    (folder / "queries.jsonl").write_text(queries, encoding="utf-8")
    (folder / "qrels" / "test.tsv").write_text(qrels, encoding="utf-8")


def test_queries_without_a_relevant_document_are_left_out(folder):
    assert load_beir(folder) == Dataset(
        name=folder.name,
        queries_name="queries.jsonl",
        documents=(
            Document(id="d1", title="Rubrik", text="Ett."),
            Document(id="d2", title="", text="Två."),
        ),
        queries=(
            Query(id="q1", text="Ett?", qrels={"d1": 2, "d2": 1}),
            Query(id="q2", text="Två?", qrels={"borta": 1}),
        ),
    )


def test_a_limit_takes_the_first_judged_queries(folder):
    assert [query.id for query in load_beir(folder, limit=1).queries] == ["q1"]


def test_other_queries_are_found_where_they_stand_or_inside_the_folder(folder):
    (folder / "slarv.jsonl").write_text('{"_id": "q2", "text": "Två?"}\n', encoding="utf-8")
    inside = load_beir(folder, queries=Path("slarv.jsonl"))
    assert inside == load_beir(folder, queries=folder / "slarv.jsonl")
    assert (inside.queries_name, [q.text for q in inside.queries]) == ("slarv.jsonl", ["Två?"])


def test_windows_line_ends_and_a_line_separator_inside_a_text_are_no_new_lines(folder):
    corpus = '{"_id": "d1", "text": "Ett\u2028två."}\r\n{"_id": "d2", "text": "Tre."}\r\n'
    write(folder, corpus, QUERIES, QRELS.replace("\n", "\r\n"))
    assert [d.text for d in load_beir(folder).documents] == ["Ett\u2028två.", "Tre."]


@pytest.mark.parametrize(
    ("files", "message"),
    [
        (("{", QUERIES, QRELS), "corpus.jsonl, rad 1: raden saknar _id eller text."),
        ((CORPUS, '{"_id": "q1"}', QRELS), "queries.jsonl, rad 1: raden saknar _id eller text."),
        ((CORPUS + "[1]", QUERIES, QRELS), "corpus.jsonl, rad 3: raden saknar _id eller text."),
        ((CORPUS + CORPUS, QUERIES, QRELS), "corpus.jsonl, rad 3: texten är ingen text"),
        (('{"_id": "d1", "text": 3}', QUERIES, QRELS), "corpus.jsonl, rad 1: texten är ingen text"),
        ((CORPUS, QUERIES, QRELS + "q1 d1 1"), "test.tsv, rad 6: väntade fråga, dokument och"),
        ((CORPUS, QUERIES, "query-id\tcorpus-id\tscore\n"), "saknar dokument eller bedömda frågor"),
        (("", QUERIES, QRELS), "saknar dokument eller bedömda frågor"),
    ],
)
def test_a_wrong_file_is_named_with_its_line(folder, files, message):
    write(folder, *files)
    with pytest.raises(UsageError, match=re.escape(message)):
        load_beir(folder)


def test_a_folder_that_is_not_there_is_a_usage_error(tmp_path):
    with pytest.raises(UsageError, match=r"corpus\.jsonl kan inte läsas"):
        load_beir(tmp_path / "saknas")
