//! What a page may hold: our own elements and attributes, links to the web, and words.

use scraper::{Html, Node};

/// The elements that we write.
const ELEMENTS: [&str; 49] = [
    "html", "head", "meta", "title", "style", "body", "main", "article", "header", "section", "footer",
    "div", "h1", "h2", "p", "span", "b", "small", "code", "a", "ul", "ol", "li", "dl", "dt", "dd", "table",
    "caption", "thead", "tbody", "tr", "th", "td", "pre", "svg", "g", "path", "rect", "circle", "text",
    "desc", "tspan", "line", "polyline", "polygon", "br", "i", "em", "strong",
];

/// The attributes that we write.
const ATTRIBUTES: [&str; 39] = [
    "data-name",
    "lang",
    "charset",
    "http-equiv",
    "content",
    "name",
    "id",
    "class",
    "aria-labelledby",
    "aria-label",
    "aria-hidden",
    "focusable",
    "tabindex",
    "role",
    "scope",
    "href",
    "rel",
    "viewBox",
    "d",
    "x",
    "y",
    "width",
    "height",
    "rx",
    "cx",
    "cy",
    "r",
    "text-anchor",
    "x1",
    "x2",
    "y1",
    "y2",
    "points",
    "fill",
    "stroke",
    "transform",
    "colspan",
    "rowspan",
    "dir",
];

/// Everything that is wrong with a page.
pub(crate) fn faults(page: &str) -> Vec<String> {
    let document = Html::parse_document(page);
    let mut found = document.errors.iter().map(ToString::to_string).collect::<Vec<_>>();
    let mut styles = 0;
    for node in document.tree.nodes() {
        match node.value() {
            Node::Element(element) => {
                let name = element.name();
                styles += usize::from(name == "style");
                if !ELEMENTS.contains(&name) {
                    found.push(format!("an element {name}"));
                }
                for (attribute, value) in element.attrs() {
                    let is_web = value.starts_with("https://") || value.starts_with("http://");
                    let is_own = value.strip_prefix('#').is_some_and(launch::text::is_kebab);
                    if !ATTRIBUTES.contains(&attribute) || (attribute == "href" && !is_web && !is_own) {
                        found.push(format!("{name} {attribute}={value}"));
                    }
                }
            }
            Node::Comment(comment) => found.push(format!("a comment {}", &**comment)),
            Node::Text(text) => {
                let hidden =
                    |c: &char| (c.is_control() && *c != '\n') || ('\u{202a}'..='\u{202e}').contains(c);
                found.extend(text.chars().find(hidden).map(|c| format!("a character {c:?}")));
            }
            _ => {}
        }
    }
    if styles != 1 {
        found.push(format!("{styles} styles"));
    }
    found
}

/// The elements that our Markdown becomes.
const DRAWN: [&str; 21] = [
    "html", "head", "body", "h1", "h2", "h3", "p", "ul", "ol", "li", "table", "thead", "tbody", "tr", "th",
    "td", "code", "pre", "strong", "br", "hr",
];

/// Everything that becomes of a page in Markdown besides: elements, attributes and comments.
pub(crate) fn markdown_faults(page: &str) -> Vec<String> {
    let mut options = comrak::Options::default();
    options.extension.table = true;
    options.extension.autolink = true;
    options.render.r#unsafe = true;
    let drawn = Html::parse_document(&comrak::markdown_to_html(page, &options));
    let fault = |node: &Node| match node {
        Node::Element(element) if DRAWN.contains(&element.name()) => {
            let strange = element.attrs().find(|attribute| *attribute != ("class", "language-text"));
            strange.map(|(name, value)| format!("{} {name}={value}", element.name()))
        }
        Node::Element(element) => Some(format!("an element {}", element.name())),
        Node::Comment(comment) => Some(format!("a comment {}", &**comment)),
        _ => None,
    };
    drawn.tree.nodes().filter_map(|node| fault(node.value())).collect()
}
