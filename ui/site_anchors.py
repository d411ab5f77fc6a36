"""Where a place stands on its document's page: pinpoint → the fragment of its address."""


def anchor_of(pinpoint: str) -> str:
    """The fragment of a pinpoint's address: "10 kap. 18 a §" is #10-kap.-18-a-§."""
    return "-".join(pinpoint.split())
