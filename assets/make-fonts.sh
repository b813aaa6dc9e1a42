#!/usr/bin/env bash
# Remakes every file in fonts/ from Debian's packages and one npm package.
#
#   apt-get install fonts-inter-variable fonts-jetbrains-mono fonts-noto-core
#   pip install fonttools
#   ./make-fonts.sh
#
# The same packages give the same bytes: nothing here depends on the date.
# Only `npm pack` needs the network; to do without it, set LUCIDE_DIR to an
# unpacked lucide-static package.
set -euo pipefail
cd "$(dirname "$0")"

LUCIDE_VERSION=1.62.0
INTER=${INTER_DIR:-/usr/share/fonts/truetype/inter-vf}
MONO=${MONO_DIR:-/usr/share/fonts/truetype/jetbrains-mono}
NOTO=${NOTO_DIR:-/usr/share/fonts/truetype/noto}

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
mkdir -p fonts

# egui reads plain TrueType, so no woff flavour. It shapes text with each
# font's default features and offers no way to switch one off or on. Therefore
# `calt` and `liga` go: they would draw "->" as an arrow and "!=" as "≠", and a
# quiz about code has to show what was typed. Hints go as well: the renderer's
# auto-hinter then treats all fonts alike.
subset() { # input output unicodes features
    pyftsubset "$1" --output-file="$2" --unicodes="$3" \
        --layout-features="$4" --no-hinting --desubroutinize \
        --name-IDs='0,1,2,3,4,5,6,7,13,14' --notdef-outline \
        --drop-tables+=DSIG,meta --no-recalc-timestamp
}

LATIN=0020-007E,00A0-024F,0259,02B0-02DD,0300-0338,1E00-1EFF
GREEK=0370-03FF
CYRILLIC=0400-04FF
PUNCTUATION=2000-206F,2070-209F,20A0-20BF
SYMBOLS=2100-218F,2190-21FF,2200-22FF,2300-23FF,2423,25A0-25FF,2600-27BF,27F0-27FF,2B00-2BFF,FFFD

echo "Inter"
subset "$INTER/Inter-roman.var.ttf" fonts/Inter.ttf \
    "$LATIN,$GREEK,$CYRILLIC,$PUNCTUATION,$SYMBOLS" \
    kern,mark,mkmk,ccmp,locl,tnum

echo "Inter, italic"
subset "$INTER/Inter-italic.var.ttf" fonts/InterItalic.ttf \
    0020-007E,00A0-017F,0192,0218-021B,0259,02BC,02C6-02DD,0300-0304,0306-030C,0327,0328,2010-2027,2030-203A,2044,20AC,20BA,2122,2190-2193,2212,2260,2264,2265,FFFD \
    kern,mark,ccmp,locl

# Digits of one width, for numbers that change in place or stand in columns.
# `tnum` cannot be switched on in egui, so its glyphs become the plain digits
# of a small font of their own; put it before Inter in a font family.
echo "Inter, tabular digits"
subset "$INTER/Inter-roman.var.ttf" "$work/tabular.ttf" \
    0020,0025,002B-003A,2009,202F,2212 tnum
python3 - "$work/tabular.ttf" "$work/tabular-mapped.ttf" <<'PY'
import sys
from fontTools.ttLib import TTFont

font = TTFont(sys.argv[1], recalcTimestamp=False)
swap = {}
for record in font["GSUB"].table.FeatureList.FeatureRecord:
    if record.FeatureTag == "tnum":
        for index in record.Feature.LookupListIndex:
            for subtable in font["GSUB"].table.LookupList.Lookup[index].SubTable:
                swap.update(getattr(subtable, "ExtSubTable", subtable).mapping)
for table in font["cmap"].tables:
    table.cmap = {code: swap.get(name, name) for code, name in table.cmap.items()}
for record in font["name"].names:
    if record.nameID in (1, 4):
        record.string = "Inter Tabular"
    elif record.nameID == 6:
        record.string = "Inter-Tabular"
del font["GSUB"]
widths = {font["hmtx"][font.getBestCmap()[code]][0] for code in range(0x30, 0x3A)}
assert len(widths) == 1, widths
font.save(sys.argv[2])
PY
subset "$work/tabular-mapped.ttf" fonts/InterTabular.ttf '*' ''

echo "JetBrains Mono"
subset "$MONO/JetBrainsMono-Regular.ttf" fonts/JetBrainsMono.ttf \
    "0020-007E,00A0-024F,0259,02BC,02C6-02DD,0300-0338,$GREEK,0400-045F,0490-0491,1E9E,2000-206F,2070-209F,20A0-20BF,2100-214F,2190-21FF,2200-22FF,2300-23FF,2400-2426,2500-259F,25A0-25FF,2600-27BF,27E6-27EB,27F0-27FF,FFFD" \
    mark,mkmk,ccmp,locl

echo "Maths"
subset "$NOTO/NotoSansMath-Regular.ttf" fonts/Math.ttf \
    2032-2037,20D0-20DC,20E1,2102,210A-210E,2110-2113,2115,2119-211D,2124,2126,2128,212C-2131,2133-2138,2145-2149,2190-21FF,2200-22FF,2308-230B,239B-23AE,23B0-23B1,23DC-23DF,25A1,25B3,25C1,25CA,27C0-27EF,27F0-27FF,2900-2907,2912-2913,2997-2998,29CF-29D0,29F5,29F8-29F9,2A00-2A06,2A0C,2A1D,2A2F,2A3F,2A7D-2A7E,2A9F-2AA0,2AAF-2AB0,1D49C-1D4CF,1D4D0-1D4E9,1D538-1D56B ''

echo "Symbols"
subset "$NOTO/NotoSansSymbols2-Regular.ttf" fonts/Symbols.ttf \
    23E9-23EA,23ED-23EF,23F1-23F3,23F5-23FA,25B8,25BE,25C2,2605-2606,2610-2612,2660-2667,26A0-26A1,2702,2709,270E,2713-2718,2726-2727,2756,2757,2764,2776-277F ''

echo "Icons"
if [ -z "${LUCIDE_DIR:-}" ]; then
    (cd "$work" && npm pack --silent "lucide-static@$LUCIDE_VERSION" >/dev/null \
        && tar xzf lucide-static-*.tgz)
    LUCIDE_DIR=$work/package
fi
cp "$LUCIDE_DIR/LICENSE" licenses/Lucide-ISC.txt
python3 - "$LUCIDE_DIR" "$LUCIDE_VERSION" <<'PY'
import json
import sys
from fontTools import subset
from fontTools.ttLib import TTFont

source, version = sys.argv[1:]
# Our name (the Rust constant) and Lucide's, with what it stands for.
ICONS = [line.split("|") for line in """
house|house|Home
layers|layers|Decks
library|library|Library
play|play|Start a review
settings|settings|Settings
search|search|Search
command|command|Command palette
keyboard|keyboard|Keyboard shortcuts
undo|undo-2|Undo
redo|redo-2|Redo
flag|flag|Flag a card
pencil|pencil|Edit
eye|eye|Show the answer
eye-off|eye-off|Suspend a card
ban|ban|Suspended
clock|clock|Due time
calendar-clock|calendar-clock|Bury until tomorrow
calendar-days|calendar-days|Calendar, forecast
flame|flame|Streak
check|check|Done, chosen
x|x|Close, wrong
circle-check|circle-check|Right answer
circle-x|circle-x|Wrong answer
circle-help|circle-question-mark|Help, don't know
circle|circle|Radio choice, off
circle-dot|circle-dot|Radio choice, on
square|square|Check box, off
square-check|square-check|Check box, on
triangle-alert|triangle-alert|Warning
info|info|Information
lightbulb|lightbulb|Hint, explanation
chevron-left|chevron-left|Back
chevron-right|chevron-right|Forward, open
chevron-down|chevron-down|Expand
chevron-up|chevron-up|Collapse
chevrons-up-down|chevrons-up-down|Drop-down list
arrow-right|arrow-right|Next
arrow-left|arrow-left|Previous
arrow-up|arrow-up|Move up
arrow-down|arrow-down|Move down
corner-down-left|corner-down-left|Enter key
grip-vertical|grip-vertical|Drag handle
external-link|external-link|Opens in the browser
link|link|Source link
sun|sun|Light theme
moon|moon|Dark theme
monitor|monitor|System theme
text-size|a-large-small|Text size
type|type|Free-text answer
folder|folder|Folder
folder-open|folder-open|Open a folder
folder-plus|folder-plus|Add a folder of decks
trash|trash-2|Delete
rotate-ccw|rotate-ccw|Reset, try again
copy|copy|Copy
sparkles|sparkles|New cards
target|target|Goal, retention
chart|chart-column|Statistics
trending-up|trending-up|Progress
book-open|book-open|Deck, reading
file-text|file-text|Deck file
file-warning|file-exclamation-point|Deck file with an error
graduation-cap|graduation-cap|Learned
brain|brain|Memory
list|list|List
list-ordered|list-ordered|Put in order
list-filter|list-filter|Filter
sliders|sliders-horizontal|Options
tag|tag|Tag
more|ellipsis|More actions
timer|timer|Time spent
history|history|History
plus|plus|Add
minus|minus|Remove
save|save|Save
log-out|log-out|Leave a review
zap|zap|Quick review
code|code|Code question
terminal|terminal|Command-line question
database|database|Database topic
pause|pause|Pause
party-popper|party-popper|Session finished
""".strip().splitlines()]

codes = json.load(open(f"{source}/font/codepoints.json"))
font = TTFont(f"{source}/font/lucide.ttf", recalcTimestamp=False)
options = subset.Options(layout_features=[], hinting=False, notdef_outline=True,
                         name_IDs=[1, 2, 3, 4, 5, 6], glyph_names=False)
cut = subset.Subsetter(options)
cut.populate(unicodes=[codes[lucide] for _, lucide, _ in ICONS])
cut.subset(font)

# Lucide stands its icons on the base line. Lowered by 0.136 em they are
# centred on Inter's capitals and on Inter's line, alone or amid text.
DROP = 136
glyphs = font["glyf"]
for name in font.getGlyphOrder():
    glyph = glyphs[name]
    if glyph.isComposite():
        continue
    if glyph.numberOfContours > 0:
        glyph.coordinates.translate((0, -DROP))
        glyph.recalcBounds(glyphs)
        # Lucide gives every glyph a left bearing of 0, which pushes narrow
        # icons to the left of their square; the true bearing centres them.
        font["hmtx"][name] = (font["hmtx"][name][0], glyph.xMin)
for table, up, down in (("hhea", "ascent", "descent"),
                        ("OS/2", "sTypoAscender", "sTypoDescender")):
    setattr(font[table], up, 1000 - DROP)
    setattr(font[table], down, -DROP)
font["OS/2"].usWinAscent, font["OS/2"].usWinDescent = 1000 - DROP, DROP
font["hhea"].lineGap = font["OS/2"].sTypoLineGap = 0
names = font["name"]
names.setName("Copyright (c) 2026 Lucide Icons and Contributors; ISC License, "
              "parts MIT, Copyright (c) 2013-present Cole Bemis", 0, 3, 1, 0x409)
for which, text in ((1, "Hippocache Icons"), (4, "Hippocache Icons"), (6, "HippocacheIcons")):
    names.removeNames(nameID=which)
    names.setName(text, which, 3, 1, 0x409)
font.save("fonts/Icons.ttf")

have = TTFont("fonts/Icons.ttf").getBestCmap()
with open("fonts/ICONS.md", "w") as out:
    out.write(f"""# Icons.ttf

{len(ICONS)} icons from Lucide {version}. Written by `make-fonts.sh`; change the list there.
The glyphs are one em square, centred on Inter's capitals: draw an icon at the
size of the text beside it, or 2 to 4 points larger.

| name | Lucide's name | code point | for |
| --- | --- | --- | --- |
""")
    for name, lucide, use in ICONS:
        assert codes[lucide] in have, name
        out.write(f"| `{name}` | `{lucide}` | `U+{codes[lucide]:04X}` | {use} |\n")
PY

ls -l fonts
