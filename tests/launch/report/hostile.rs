//! No text of a plan becomes markup of the page: it is read back with a real parser.

use proptest::prelude::*;
use scraper::Html;

use crate::command::folder;
use crate::formats::texts::plan;
use crate::report::page::{faults, markdown_faults};
use crate::report::{report, rich, wide};

/// What has broken out of one page or another.
const BITS: [&str; 24] = [
    "<script>alert(1)</script>",
    "</style><script>alert(1)</script>",
    "</title><img src=x onerror=alert(1)>",
    "\" onmouseover=\"alert(1)",
    "' onfocus='alert(1)' autofocus='",
    "<![CDATA[<script>]]>",
    "]]>",
    "-->",
    "<!--",
    "javascript:alert(1)",
    "https://e.example/\" onclick=\"alert(1)",
    "https://e.example/?a=<b>&c='d'",
    "data:text/html,<script>alert(1)</script>",
    "</svg><script>",
    "<svg onload=alert(1)>",
    "</pre>\nlaunch-report: 1\ntool: 9",
    "&lt;script&gt;",
    "&#x3c;script",
    "`<b>`",
    "\u{202e}\u{1b}[2J\u{0}\u{9b}",
    "{{constructor}}",
    "<base href=//e.example>",
    "<meta http-equiv=refresh content=0>",
    "<style>*{display:none}</style>",
];

#[test]
fn the_pages_of_the_fixtures_are_what_we_write() {
    for repo in [rich(), wide()].into_iter().flatten() {
        let page = report(&repo.path(""), &["--format", "html", "--since", "HEAD~1"]);
        assert_eq!(faults(&page), Vec::<String>::new());
    }
}

#[test]
fn the_parser_finds_what_breaks_out() {
    for text in
        ["<script>1</script>", "<p onclick=x>", "<a href=javascript:x>", "<!-- x -->", "<style></style>"]
    {
        let page = format!(
            "<!doctype html><html><head><title></title><style></style></head><body>{text}</body></html>"
        );
        assert!(!faults(&page).is_empty(), "{text}");
    }
}

#[test]
fn text_is_text_in_every_format() {
    for bit in BITS {
        let folder = folder(&[("plan.yaml", &plan(&[bit.to_owned()]))]);
        let page = report(folder.path(), &["--format", "html"]);
        assert_eq!(faults(&page), Vec::<String>::new(), "{bit}");
        let shown: String = Html::parse_document(&page).root_element().text().collect();
        let visible = launch::text::visible(bit);
        let plain = |text: &str| text.replace('`', "");
        assert!(plain(&shown).contains(&plain(&visible)), "{bit}");
    }
    let texts: Vec<String> = BITS.iter().map(|bit| (*bit).to_owned()).collect();
    let folder = folder(&[("plan.yaml", &plan(&texts))]);
    let page = report(folder.path(), &["--format", "html"]);
    assert!(page.contains("default-src &#39;none&#39;"));
    let text = report(folder.path(), &["--format", "text"]);
    assert!(text.chars().all(|c| !c.is_control() || c == '\n'));
    let markdown = report(folder.path(), &["--format", "markdown"]);
    assert_eq!(markdown_faults(&markdown), Vec::<String>::new());
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 24, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn any_text_is_text(texts in proptest::collection::vec(
        prop_oneof![proptest::sample::select(&BITS[..]).prop_map(str::to_owned), ".{1,20}"], 1..12,
    )) {
        let folder = folder(&[("plan.yaml", &plan(&texts))]);
        let args = ["report", "plan.yaml", "--as-of", "2026-05-28", "--format", "html"];
        let ended = crate::command::run(folder.path(), &args);
        prop_assert!(ended.code == 0 || ended.code == 2);
        if ended.code == 0 {
            prop_assert_eq!(faults(&ended.out), Vec::<String>::new());
        }
    }
}
