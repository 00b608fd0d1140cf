"""Texts that try to become code: in HTML, in attributes, in JavaScript, in Jinja, in addresses, in the reader's eye."""

from __future__ import annotations

from pathlib import Path

#: The product of the arithmetic below. It must appear nowhere.
EVALUATED = "5332114"

HIT = "window.__pwned=(window.__pwned||0)+1"


def payloads(proof: Path) -> list[str]:
    """Return the corpus. A payload that runs a command in Python creates the file ``proof``."""
    command = f"touch {proof}"
    return [
        # HTML
        f"<script>{HIT}</script>",
        f"</script><script>{HIT}</script>",
        f"</title><script>{HIT}</script>",
        f"</style><script>{HIT}</script>",
        f"<img src=x onerror=\"{HIT}\">",
        f"<svg onload=\"{HIT}\"></svg>",
        f"<svg><script>{HIT}</script></svg>",
        f"<math><mtext></p><img src=x onerror={HIT}></math>",
        f"<iframe srcdoc=\"<script>parent.{HIT}</script>\"></iframe>",
        f"<details open ontoggle=\"{HIT}\">x</details>",
        f"<input autofocus onfocus=\"{HIT}\">",
        f"<style>@import 'https://evil.example/x.css';</style><body onload=\"{HIT}\">",
        "<link rel=stylesheet href=https://evil.example/x.css>",
        "<meta http-equiv=refresh content='0;url=https://evil.example/'>",
        "<base href=https://evil.example/>",
        "<form action=https://evil.example/><button>go</button></form>",
        "<!--", "-->", "<![CDATA[", "]]>",
        # attributes
        f"\" onmouseover=\"{HIT}\" x=\"",
        f"' onfocus='{HIT}' autofocus='",
        f"\"><img src=x onerror={HIT}>",
        f"x' onerror={HIT}//",
        # JavaScript strings and template literals
        f"${{{HIT}}}",
        f"`;{HIT};`",
        "`", "C:\\2019\\", "\\", "\\u003cscript\\u003e",
        f"';{HIT};//",
        f"\";{HIT};//",
        f"\u2028{HIT}\u2029",
        f"*/{HIT}/*",
        "__proto__", "constructor", "hasOwnProperty", "{word} {n} {who}",
        # Jinja
        "{{1234*4321}}",
        "{{ '{{1234*4321}}' }}",
        "{{cycler.__init__.__globals__.os.system('" + command + "')}}",
        "{{lipsum.__globals__['os'].popen('" + command + "').read()}}",
        "{% set x = cycler.__init__.__globals__.os.system('" + command + "') %}",
        "{{ self.__init__.__globals__.__builtins__.open('" + str(proof) + "','w') }}",
        "{%", "{% off", "{#", "#}", "{{", "}}", "50{% off", "{{''.__class__}}", "{{7*'7'}}",
        "%(x)s %s {0} {title}",
        # addresses
        f"javascript:{HIT}",
        f"JaVaScRiPt:{HIT}",
        f"java\tscript:{HIT}",
        f"\x01javascript:{HIT}",
        f"data:text/html,<script>{HIT}</script>",
        f"vbscript:{HIT}",
        "file:///etc/passwd",
        "blob:https://evil.example/1",
        "//evil.example/x.js",
        "https://evil.example/\" onclick=\"" + HIT,
        "https://user:secret@evil.example/",
        # the reader's eye
        "\u202egnp.exe", "\u2066abc\u2069", "a\u200bb\u00adc", "\ufeffx", "\ud800", "\x00", "\r\n\r\n", "А" * 3000,
        # CSS
        "red;}body{background:url(https://evil.example/x)}", "url(javascript:1)", "expression(1)",
        # encodings
        "&lt;script&gt;", "&#60;img src=x onerror=1&#62;", "%3Cscript%3E", "+ADw-script+AD4-",
    ]  # fmt: skip
