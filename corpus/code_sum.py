"""The sum of a package's code: what a cache holds is of the code that made it."""

import hashlib
from functools import cache
from importlib import resources


@cache
def code_sum(package: str) -> str:
    """The hexadecimal sha256 of a package's own Python files, by name and content."""
    digest = hashlib.sha256()
    files = (item for item in resources.files(package).iterdir() if item.name.endswith(".py"))
    for file in sorted(files, key=lambda item: item.name):
        digest.update(f"{file.name}\0".encode())
        digest.update(hashlib.sha256(file.read_bytes()).digest())
    return digest.hexdigest()
