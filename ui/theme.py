"""The page's colours and sizes as a Gradio theme; static/lotsen.css holds the same tokens.

Every value is set for light and dark alike, because Gradio follows the system's choice.
"""

from gradio.themes import Base

FONT = ("Segoe UI", "system-ui", "sans-serif")

_LIGHT = {
    "background": "#FFFFFF",
    "subtle": "#F3F6F5",
    "text": "#1A2328",
    "muted": "#4A5860",
    "link": "#0A5A73",
    "on_button": "#FFFFFF",
    "border": "#6B7A82",
}
_DARK = {
    "background": "#12181B",
    "subtle": "#1B2327",
    "text": "#E8EEF0",
    "muted": "#A9B7BD",
    "link": "#8FD0E4",
    "on_button": "#0B1B21",
    "border": "#7C8C94",
}

_ROLES = {
    "body_background_fill": "background",
    "body_text_color": "text",
    "body_text_color_subdued": "muted",
    "background_fill_primary": "background",
    "background_fill_secondary": "subtle",
    "block_background_fill": "background",
    "block_label_text_color": "text",
    "block_title_text_color": "text",
    "block_info_text_color": "muted",
    "border_color_primary": "border",
    "input_background_fill": "background",
    "input_background_fill_focus": "background",
    "input_border_color": "border",
    "input_border_color_focus": "text",
    "input_border_color_hover": "text",
    "input_placeholder_color": "muted",
    "link_text_color": "link",
    "link_text_color_active": "link",
    "link_text_color_hover": "link",
    "link_text_color_visited": "link",
    "button_primary_background_fill": "link",
    "button_primary_background_fill_hover": "link",
    "button_primary_border_color": "link",
    "button_primary_text_color": "on_button",
    "button_primary_text_color_hover": "on_button",
    "button_secondary_background_fill": "background",
    "button_secondary_background_fill_hover": "subtle",
    "button_secondary_border_color": "link",
    "button_secondary_text_color": "link",
    "button_secondary_text_color_hover": "link",
}

_SHAPES = {
    "block_border_width": "0px",
    "block_shadow": "none",
    "input_border_width": "1px",
    "input_shadow": "none",
    "input_shadow_focus": "none",
    "button_border_width": "1px",
}
_SIZES = {
    "block_padding": "0px",
    "block_radius": "4px",
    "button_large_radius": "4px",
    "button_large_text_size": "1.0625rem",
    "button_large_text_weight": "600",
    "input_radius": "4px",
    "input_text_size": "1.0625rem",
    "layout_gap": "16px",
}
"""Sizes are the same in light and dark; Gradio has one name for each."""


def page_theme() -> Base:
    """The theme: Gradio's plainest one with our tokens."""
    values = dict(_SIZES)
    for name, role in _ROLES.items():
        values |= {name: _LIGHT[role], f"{name}_dark": _DARK[role]}
    for name, value in _SHAPES.items():
        values |= {name: value, f"{name}_dark": value}
    return Base(font=FONT, font_mono=("Consolas", "monospace")).set(**values)
