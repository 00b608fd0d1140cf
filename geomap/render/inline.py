"""A page inside a notebook: in a frame of its own that may run its scripts and nothing else."""

from __future__ import annotations

import html as markup

#: Largest page shown inside a notebook, bytes.
INLINE_LIMIT = 5_000_000

#: Height of the map in a notebook, CSS pixels.
INLINE_HEIGHT = 640


def frame(page: str) -> str:
    """Return the markup that shows ``page`` in a notebook, or says how to open one that is too large for it."""
    size = len(page.encode("utf-8"))
    if size > INLINE_LIMIT:
        return (
            f"<p>This map is {size / 1e6:.1f} MB, more than the {INLINE_LIMIT / 1e6:.0f} MB a notebook should "
            "hold. Write it to a file with <code>save(&quot;map.html&quot;)</code> and open that.</p>"
        )
    return (
        f'<iframe sandbox="allow-scripts" title="geomap map" width="100%" height="{INLINE_HEIGHT}" '
        f'style="border:0" srcdoc="{markup.escape(page, quote=True)}"></iframe>'
    )
