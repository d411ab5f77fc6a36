import pytest
from fakes import HashingEncoder

from evals.datasets import Dataset, Document, Query
from evals.retrieval import DOCUMENT_LIMIT, contents_of, measure_retrieval

LONG = "Utfyllnad om ingenting särskilt. " * 80 + "Cykelverkstaden öppnar klockan sju."
DATASET = Dataset(
    name="prov",
    queries_name="queries.jsonl",
    documents=(
        Document(id="d3", title="", text=LONG),
        Document(id="d2", title="", text="Simhallen stänger tidigt under sommaren."),
        Document(id="d1", title="Bibliotek", text="Låna böcker och filmer med lånekort."),
    ),
    queries=(
        Query(id="q1", text="När öppnar cykelverkstaden?", qrels={"d3": 1}),
        Query(id="q2", text="Stänger simhallen tidigt?", qrels={"d2": 1}),
        Query(
            id="q3", text="Lånar man böcker och filmer med lånekort?", qrels={"borta": 1, "d1": 2}
        ),
    ),
)


def test_a_document_is_one_passage_unless_it_is_longer_than_the_encoder_reads():
    passages = contents_of(DATASET).passages
    assert [p.passage_id for p in passages] == ["d1#/1", "d2#/1", "d3#/1", "d3#/2"]
    assert passages[0].text == "Låna böcker och filmer med lånekort."
    assert passages[0].heading_path == ()
    assert max(len(p.text) for p in passages) <= DOCUMENT_LIMIT
    assert " ".join(p.text for p in passages[2:]) == LONG


def test_a_document_ranks_by_its_best_passage_and_missing_documents_count_as_not_found(tmp_path):
    report = measure_retrieval(DATASET, HashingEncoder(), tmp_path)
    assert (report.passages, report.queries) == (4, 3)
    assert report.metrics["success@1"] == 1.0
    assert report.metrics["mrr@10"] == 1.0
    assert report.metrics["recall@10"] == pytest.approx((1 + 1 + 1 / 2) / 3)
    assert set(report.legs) == {"bm25", "char", "dense"}


def test_without_an_encoder_the_dense_leg_is_left_out(tmp_path):
    report = measure_retrieval(DATASET, None, tmp_path)
    assert set(report.legs) == {"bm25", "char"}
    assert report.settings["encoder"] is None
    assert report.metrics["success@1"] == 1.0


def test_a_second_run_encodes_no_passage_again(tmp_path):
    encoder = HashingEncoder()
    first = measure_retrieval(DATASET, encoder, tmp_path)
    encoded = encoder.encoded
    second = measure_retrieval(DATASET, encoder, tmp_path)
    assert encoded == encoder.encoded == 4
    assert (first.metrics, first.legs) == (second.metrics, second.legs)


def test_everything_lies_under_the_data_directory_apart_from_the_products_own_index(tmp_path):
    measure_retrieval(DATASET, None, tmp_path)
    assert [path.name for path in tmp_path.iterdir()] == ["evals"]


def test_the_report_has_the_shape_of_the_interface(tmp_path):
    printed = measure_retrieval(DATASET, HashingEncoder(), tmp_path).to_json()
    assert list(printed) == [
        "dataset",
        "passages",
        "queries",
        "system",
        "metrics",
        "legs",
        "timings",
        "settings",
    ]
    assert (printed["dataset"], printed["system"]) == ("prov", "lotsen")
    names = ["success@1", "success@5", "success@10", "recall@10", "mrr@10", "ndcg@10"]
    assert list(printed["metrics"]) == names == list(printed["legs"]["dense"])
    assert list(printed["timings"]) == ["index_s", "query_ms_p50", "query_ms_p95"]
    assert printed["settings"]["encoder"] == "hashing:1"
