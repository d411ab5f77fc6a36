"""The sum of our code: what a cache or an index holds is of the code that made it."""

import hashlib
from collections.abc import Iterable
from functools import cache
from importlib import resources
from importlib.metadata import PackageNotFoundError, version


@cache
def code_sum(*packages: str, libraries: tuple[str, ...] = ()) -> str:
    """The hexadecimal sha256 of packages' own Python files and of libraries' versions.

    Args:
        packages: Ours; each file counts by name and content.
        libraries: Distributions whose version counts; one that is not installed counts as such.
    """
    digest = hashlib.sha256()
    for package in packages:
        files = (item for item in resources.files(package).iterdir() if item.name.endswith(".py"))
        for file in sorted(files, key=lambda item: item.name):
            digest.update(f"{file.name}\0".encode())
            digest.update(hashlib.sha256(file.read_bytes()).digest())
    for text in _versions(libraries):
        digest.update(text.encode())
    return digest.hexdigest()


def _versions(libraries: Iterable[str]) -> Iterable[str]:
    for name in libraries:
        try:
            yield f"{name}={version(name)}\0"
        except PackageNotFoundError:
            yield f"{name}=\0"
