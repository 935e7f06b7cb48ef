"""The map: one HTML page that works offline, for everyone in the partnership."""

from powermap.output.map.page import render_map, write_map

__all__ = ["render_map", "write_map"]
