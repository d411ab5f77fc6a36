"""The manifest of a generation: what it holds and the sha256 of its every file.

A generation is trusted only as far as its manifest was checked, and nothing of it is opened before:
damaged vector files have been seen to end the process or to give wrong answers silently.
"""

import hashlib
import json
from dataclasses import asdict, dataclass
from importlib.metadata import version
from pathlib import Path

from corpus.errors import IndexDamagedError, IndexUnavailableError
from corpus.files import sha256_of, write_durably

MANIFEST_FILE = "manifest.json"
FORMAT = 6
# What writes the files: another version may read them wrongly, or change them.
_WRITERS = {"chroma": ("chromadb", "bm25s"), "numpy": ("numpy", "bm25s"), None: ("bm25s",)}
# Left behind by file managers that a person looked with.
_LITTER = frozenset({".DS_Store", "Thumbs.db", "desktop.ini"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Manifest:
    """What a generation says of itself.

    ``files`` maps paths with "/" to sizes and sha256 sums. ``code`` is the sum of the code that
    made it, "" in older ones.
    """

    format: int
    built_at: str
    encoder: str | None
    dense: str | None
    entries: int
    passages: int
    sections: int
    sources: int
    versions: dict[str, str]
    files: dict[str, tuple[int, str]]
    code: str = ""


def writer_versions(dense: str | None) -> dict[str, str]:
    """The installed versions of the libraries whose formats a generation is in."""
    return {name: version(name) for name in _WRITERS[dense]}


def list_files(folder: Path) -> dict[str, tuple[int, str]]:
    """Size and sha256 of every file below ``folder`` except the manifest, by path."""
    return {
        name: (path.stat().st_size, sha256_of(path))
        for name, path in _paths(folder).items()
        if name != MANIFEST_FILE
    }


def write_manifest(folder: Path, manifest: Manifest) -> None:
    """Write the manifest as the generation's last file, sealed with a sum of its own."""
    write_durably(folder / MANIFEST_FILE, _sealed(asdict(manifest)))


def read_manifest(folder: Path) -> Manifest:
    """Read a manifest and check its seal and its versions.

    Raises:
        IndexDamagedError: a byte of it differs from what was written, or it is not there.
        IndexUnavailableError: another version of the program or of a library wrote the generation.
        PermissionError: it may not be read, which says nothing of its content.
    """
    try:
        content = (folder / MANIFEST_FILE).read_bytes()
        body = json.loads(content)
        del body["seal"]
        sealed = _sealed(body) == content
    except PermissionError:
        raise
    except (OSError, ValueError, TypeError, KeyError) as error:
        raise damaged(folder.name, (MANIFEST_FILE,)) from error
    if not sealed:
        raise damaged(folder.name, (MANIFEST_FILE,))
    if body["format"] != FORMAT or body["versions"] != writer_versions(body["dense"]):
        raise IndexUnavailableError(
            f"Sökindexet {folder.name} är byggt med en annan version av programmet: "
            "bygg om det med ”lotsen ingest build”."
        )
    files = {name: (size, sha256) for name, (size, sha256) in body.pop("files").items()}
    return Manifest(files=files, **body)


def damaged_files(folder: Path, manifest: Manifest) -> tuple[str, ...]:
    """The files that differ from the manifest, are missing, or are not in it; sorted."""
    found = _paths(folder)
    strange = set(found) - set(manifest.files) - {MANIFEST_FILE}
    wrong = {
        name
        for name, (size, sha256) in manifest.files.items()
        if name not in found or not _matches(found[name], size, sha256)
    }
    return tuple(sorted(strange | wrong))


def damaged(name: str, files: tuple[str, ...]) -> IndexDamagedError:
    """The error that names damaged files of a generation."""
    listed = ", ".join(f"{name}/{file}" for file in files)
    return IndexDamagedError(
        f"Sökindexet är skadat ({listed}): bygg om det med ”lotsen ingest build”."
    )


def _matches(path: Path, size: int, sha256: str) -> bool:
    try:
        return path.stat().st_size == size and sha256_of(path) == sha256
    except PermissionError:
        raise
    except OSError:  # a file that can't be read is as good as damaged
        return False


def _paths(folder: Path) -> dict[str, Path]:
    return {
        path.relative_to(folder).as_posix(): path
        for path in folder.rglob("*")
        if not path.is_dir() and path.name not in _LITTER
    }


def _sealed(body: dict[str, object]) -> bytes:
    """The one way to write ``body``, so that any changed byte shows."""
    plain = json.dumps(body, sort_keys=True, ensure_ascii=False, indent=1)
    seal = hashlib.sha256(plain.encode("utf-8")).hexdigest()
    sealed = json.dumps({**body, "seal": seal}, sort_keys=True, ensure_ascii=False, indent=1)
    return sealed.encode("utf-8") + b"\n"
