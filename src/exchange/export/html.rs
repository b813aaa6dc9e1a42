//! A deck as one page of HTML that prints well: no script, nothing from the
//! network.

use std::fmt::Write as _;

use pulldown_cmark::{CowStr, Event, Options, Parser, Tag};

use super::{Answer, Sheet};
use crate::deck::{Card, DeckHead};

/// For screen and paper. A card stays on one page where it can.
const STYLE: &str = "\
:root{color-scheme:light;--ink:#17201d;--quiet:#5c6a65;--line:#d8dfdc;--sea:#0b6b58}\
*{box-sizing:border-box}\
body{margin:0 auto;max-width:44rem;padding:3rem 1.5rem;color:var(--ink);background:#fff;\
font:16px/1.55 system-ui,sans-serif}\
h1{font-size:1.8rem;line-height:1.2;margin:0 0 .5rem}\
header p{margin:.25rem 0;color:var(--quiet)}\
article{border-top:1px solid var(--line);margin-top:1.75rem;padding-top:1.25rem;\
break-inside:avoid}\
article>.n{color:var(--quiet);font-size:.8rem}\
.ask{font-size:1.1rem}\
pre{background:#f4f6f5;border:1px solid var(--line);border-radius:8px;padding:.75rem 1rem;\
overflow-x:auto;white-space:pre-wrap}\
code{font:.9em/1.5 ui-monospace,monospace}\
ul.options{list-style:none;padding:0}\
ul.options li{border:1px solid var(--line);border-radius:8px;margin:.4rem 0;padding:.5rem .75rem}\
ul.options li.right{border-color:var(--sea)}\
ul.options li.right::before{content:'✓ ';color:var(--sea);font-weight:600;float:left;\
margin-right:.4rem}\
ul.options p{margin:0}\
.reason,.why,.source,.kind{color:var(--quiet);font-size:.9rem}\
.reason p{margin:.2rem 0 0}\
blockquote{border-left:3px solid var(--sea);margin:1rem 0;padding-left:1rem}\
table{border-collapse:collapse}td,th{border:1px solid var(--line);padding:.35rem .75rem}\
a{color:var(--sea);overflow-wrap:anywhere}\
@media print{body{padding:0;max-width:none;font-size:11pt}@page{margin:18mm}}";

/// A deck as a page. Pictures are named, not shown: a page on its own has none.
#[must_use]
pub fn html(head: &DeckHead, cards: &[Card]) -> String {
    let mut out = String::from("<!doctype html>\n<html lang=\"en\">\n<head>\n");
    let title = escaped(&head.title);
    let _ = write!(
        out,
        "<meta charset=\"utf-8\">\n<meta name=\"viewport\" content=\"width=device-width\">\n\
         <meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src \
         'unsafe-inline'\">\n<title>{title}</title>\n<style>{STYLE}</style>\n</head>\n<body>\n\
         <header>\n<h1>{title}</h1>\n"
    );
    if !head.about.is_empty() {
        let _ = writeln!(out, "<p>{}</p>", escaped(&head.about));
    }
    let about = [&head.version, &head.authors.join(", "), &head.license];
    let about: Vec<String> =
        about.iter().filter(|text| !text.is_empty()).map(|text| escaped(text)).collect();
    if !about.is_empty() {
        let _ = writeln!(out, "<p>{}</p>", about.join(" · "));
    }
    out.push_str("</header>\n");
    for (number, card) in cards.iter().enumerate() {
        article(&mut out, number + 1, card);
    }
    out.push_str("</body>\n</html>\n");
    out
}

fn article(out: &mut String, number: usize, card: &Card) {
    let sheet = Sheet::of(card);
    let _ = writeln!(
        out,
        "<article id=\"{}\">\n<div class=\"n\">{number}</div>\n<div class=\"ask\">{}</div>",
        escaped(&card.id),
        rendered(&sheet.ask)
    );
    if let Some(code) = sheet.code {
        let _ = writeln!(out, "<pre><code>{}</code></pre>", escaped(&code.text));
    }
    answer(out, &sheet.answer);
    if let Some(why) = &sheet.card.notes.why {
        let _ = writeln!(out, "<div class=\"why\">{}</div>", rendered(why));
    }
    if let Some(source) = &sheet.card.notes.source {
        let source = escaped(source);
        let _ = writeln!(out, "<p class=\"source\"><a href=\"{source}\">{source}</a></p>");
    }
    out.push_str("</article>\n");
}

fn answer(out: &mut String, answer: &Answer<'_>) {
    match answer {
        Answer::Options(options) => {
            out.push_str("<ul class=\"options\">\n");
            for (choice, is_right) in options {
                let class = if *is_right { " class=\"right\"" } else { "" };
                let _ = write!(out, "<li{class}>{}", rendered(&choice.text));
                if let Some(why) = &choice.why {
                    let _ = write!(out, "<div class=\"reason\">{}</div>", rendered(why));
                }
                out.push_str("</li>\n");
            }
            out.push_str("</ul>\n");
        }
        Answer::Text(text) => {
            let _ = writeln!(out, "<blockquote>{}</blockquote>", rendered(text));
        }
        Answer::Verbatim(forms) => {
            for (at, form) in forms.iter().enumerate() {
                if at == 1 {
                    out.push_str("<p class=\"kind\">Also accepted:</p>\n");
                }
                let _ = writeln!(out, "<pre><code>{}</code></pre>", escaped(form));
            }
        }
        Answer::Steps(steps, decoys) => {
            list(out, "ol", steps.iter().map(|step| rendered(step)));
            if !decoys.is_empty() {
                out.push_str("<p class=\"kind\">Not among them:</p>\n");
                list(out, "ul", decoys.iter().map(|decoy| rendered(decoy)));
            }
        }
        Answer::Pairs(pairs) => {
            out.push_str("<table>\n");
            for (left, right) in *pairs {
                let (left, right) = (rendered(left), rendered(right));
                let _ = writeln!(out, "<tr><td>{left}</td><td>{right}</td></tr>");
            }
            out.push_str("</table>\n");
        }
        Answer::Gaps(gaps) => list(out, "ol", gaps.iter().map(|gap| escaped(gap))),
    }
}

fn list(out: &mut String, tag: &str, items: impl Iterator<Item = String>) {
    let _ = writeln!(out, "<{tag}>");
    for item in items {
        let _ = writeln!(out, "<li>{item}</li>");
    }
    let _ = writeln!(out, "</{tag}>");
}

/// Markdown as HTML. What looks like HTML in a card is text; links lead to the
/// web or nowhere; pictures are named.
fn rendered(markdown: &str) -> String {
    let options = Options::ENABLE_TABLES | Options::ENABLE_STRIKETHROUGH;
    let events = Parser::new_ext(markdown, options).map(|event| match event {
        Event::Html(text) | Event::InlineHtml(text) => Event::Text(text),
        Event::Start(Tag::Link { link_type, dest_url, title, id }) => {
            let is_web = dest_url.starts_with("https://") || dest_url.starts_with("http://");
            let dest_url = if is_web { dest_url } else { CowStr::Borrowed("#") };
            Event::Start(Tag::Link { link_type, dest_url, title, id })
        }
        Event::Start(Tag::Image { dest_url, .. }) => Event::Text(format!("[{dest_url}] ").into()),
        Event::End(pulldown_cmark::TagEnd::Image) => Event::Text(CowStr::Borrowed("")),
        other => other,
    });
    let mut out = String::new();
    pulldown_cmark::html::push_html(&mut out, events);
    out.trim_end().to_owned()
}

fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for letter in text.chars() {
        match letter {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            '\'' => out.push_str("&#39;"),
            letter => out.push(letter),
        }
    }
    out
}
