//! What a real browser makes of a page: how many sheets it prints, how wide it is, and who can use it.

use std::fs;
use std::path::Path;
use std::process::Command;

use crate::command::{has, note, project, run};
use crate::report::{report, rich, wide};

/// The names that Chromium goes by.
const NAMES: [&str; 4] = ["chromium", "chromium-browser", "google-chrome", "google-chrome-stable"];

/// What page two begins with.
const SECOND: &str = "Everything in the way";

/// The browser, if there is one.
fn chromium() -> Option<&'static str> {
    let paths = std::env::var_os("PATH").unwrap_or_default();
    let is_there = |name: &&&str| std::env::split_paths(&paths).any(|folder| folder.join(name).is_file());
    let found = NAMES.iter().find(is_there).copied();
    if found.is_none() {
        let test = std::thread::current().name().unwrap_or("a test").to_owned();
        note(&format!("SKIPPED: {test}: Chromium is not installed, nothing was tested"));
    }
    found
}

/// A page to look at.
#[derive(Clone, Copy, Debug)]
enum Of {
    /// The launch of twelve stages and thirty hand-offs.
    Wide,
    /// The one with every kind of trouble.
    Rich,
    /// All launches of the examples.
    All,
}

fn page(of: Of) -> Option<String> {
    let repo = match of {
        Of::Wide => wide(),
        Of::Rich => rich(),
        Of::All => {
            let folders = ["departments", "invented-product", "mis-sold", "two-launches", "whose-fault"];
            let args = [&["report"], &folders[..], &["--as-of", "2026-05-28", "--format", "html"]].concat();
            return Some(run(&project().join("examples"), &args).out);
        }
    }?;
    Some(report(&repo.path(""), &["--format", "html", "--since", "2026-05-15"]))
}

/// Runs the browser on a page; what it printed.
fn browse(browser: &str, folder: &Path, page: &str, args: &[&str]) -> String {
    fs::write(folder.join("page.html"), page).expect("a page");
    let profile = format!("--user-data-dir={}", folder.join("profile").display());
    let ended = Command::new(browser)
        .args(["--headless", "--no-sandbox", "--disable-gpu", "--hide-scrollbars", &profile])
        .args(args)
        .arg(format!("file://{}", folder.join("page.html").display()))
        .output()
        .expect("it runs");
    String::from_utf8_lossy(&ended.stdout).into_owned()
}

/// A copy of a page in which scripts may run, with more in its head.
fn with(page: &str, more: &str) -> String {
    let policy = page.find("<meta http-equiv=\"Content-Security-Policy\"").expect("a policy");
    let end = policy + page[policy..].find('>').expect("an end") + 1;
    let open = format!("{}{}", &page[..policy], &page[end..]);
    open.replacen("</head>", &format!("{more}</head>"), 1)
}

/// The text of one sheet.
fn sheet(folder: &Path, number: usize) -> String {
    let number = number.to_string();
    let args = ["-f", &number, "-l", &number, "page.pdf", "-"];
    let ended = Command::new("pdftotext").args(args).current_dir(folder).output().expect("it runs");
    String::from_utf8_lossy(&ended.stdout).into_owned()
}

#[test]
fn page_one_is_one_page() {
    let Some(browser) = chromium() else { return };
    if !has("pdftotext") {
        return;
    }
    for (of, paper, font) in [
        (Of::Wide, "A4", ""),
        (Of::Wide, "letter", ""),
        (Of::Wide, "letter", "body { font-family: \"DejaVu Sans\", Verdana !important; }"),
        (Of::Rich, "letter", ""),
    ] {
        let Some(page) = page(of) else { return };
        let folder = tempfile::tempdir().expect("a folder");
        let styled = page.replacen("</style>", &format!("@page {{ size: {paper}; }} {font}</style>"), 1);
        let pdf = format!("--print-to-pdf={}", folder.path().join("page.pdf").display());
        browse(browser, folder.path(), &styled, &["--no-pdf-header-footer", &pdf]);
        let (first, second) = (sheet(folder.path(), 1), sheet(folder.path(), 2));
        assert!(first.contains("NO-GO") && first.contains("plan.yaml sha256:"), "{paper} {font}: {first}");
        assert!(!first.contains(SECOND), "{paper} {font}: {first}");
        assert!(second.trim_start().starts_with(SECOND), "{paper} {font}: {second}");
    }
}

/// What a style hides is not on the sheet: a decision that is cut there is not what its page says.
#[test]
fn what_has_to_be_decided_is_printed_to_its_last_word() {
    let Some(browser) = chromium() else { return };
    if !has("pdftotext") {
        return;
    }
    let pages = ["departments/failing", "mis-sold/failing", "whose-fault/failing"].map(|plan| {
        let plan = format!("examples/{plan}.yaml");
        run(&project(), &["report", &plan, "--as-of", "2026-05-28", "--format", "html"]).out
    });
    for page in pages.into_iter().chain(page(Of::Wide)).chain(page(Of::Rich)) {
        let drawn = scraper::Html::parse_document(&page);
        let items = scraper::Selector::parse(".decisions li, .agreed li").expect("a selector");
        // A line that ends in a hyphen loses it where the text of a sheet is read.
        let flat = |text: String| text.split_whitespace().collect::<String>().replace('-', "");
        let wanted: Vec<String> =
            drawn.select(&items).map(|item| flat(item.text().collect::<String>())).collect();
        for (paper, font) in [("A4", ""), ("letter", "body { font-family: \"DejaVu Sans\" !important; }")] {
            let folder = tempfile::tempdir().expect("a folder");
            let styled = page.replacen("</style>", &format!("@page {{ size: {paper}; }} {font}</style>"), 1);
            let pdf = format!("--print-to-pdf={}", folder.path().join("page.pdf").display());
            browse(browser, folder.path(), &styled, &["--no-pdf-header-footer", &pdf]);
            let printed = flat(sheet(folder.path(), 1));
            assert!(!wanted.is_empty() && printed.contains("sha256:"), "{printed}");
            for item in &wanted {
                assert!(printed.contains(item.as_str()), "{paper} {font}: {item} in {printed}");
            }
        }
    }
}

/// A word on a sheet: the sheet, the box, and the word.
type Printed = (usize, [f64; 4], String);

/// Every word of all sheets.
fn printed(folder: &Path) -> Vec<Printed> {
    let ended = Command::new("pdftotext").args(["-bbox", "page.pdf", "-"]).current_dir(folder).output();
    let drawn = String::from_utf8_lossy(&ended.expect("it runs").stdout).into_owned();
    let sheets = drawn.split("<page ").skip(1).enumerate();
    let number = |word: &str, key: &str| word.split(key).nth(1)?.split('"').nth(1)?.parse().ok();
    sheets
        .flat_map(|(at, sheet)| sheet.split("<word ").skip(1).map(move |word| (at, word)))
        .filter_map(|(at, word)| {
            let box_ = ["xMin", "yMin", "xMax", "yMax"].map(|key| number(word, key));
            let [Some(left), Some(top), Some(right), Some(bottom)] = box_ else { return None };
            Some((at, [left, top, right, bottom], word.split(['>', '<']).nth(1)?.to_owned()))
        })
        .collect()
}

#[test]
fn no_launch_is_printed_over_another() {
    let Some(browser) = chromium() else { return };
    if !has("pdftotext") {
        return;
    }
    let args = ["report", "examples", "launches", "--as-of", "2026-05-28", "--format", "html"];
    let page = run(&project(), &args).out;
    for paper in ["A4", "letter"] {
        let folder = tempfile::tempdir().expect("a folder");
        let styled = page.replacen("</style>", &format!("@page {{ size: {paper}; }}</style>"), 1);
        let pdf = format!("--print-to-pdf={}", folder.path().join("page.pdf").display());
        browse(browser, folder.path(), &styled, &["--no-pdf-header-footer", &pdf]);
        let words = printed(folder.path());
        assert!(words.len() > 500, "{paper}: {} words", words.len());
        for (at, (sheet, [left, top, right, bottom], word)) in words.iter().enumerate() {
            for (other_sheet, [l, t, r, b], other) in words.iter().skip(at + 1) {
                let wide = right.min(*r) - left.max(*l);
                let high = bottom.min(*b) - top.max(*t);
                let over = sheet == other_sheet && wide > 1.0 && high > 3.0;
                assert!(!over, "{paper}, sheet {}: {word} and {other}", sheet + 1);
            }
        }
    }
}

#[test]
fn no_page_is_wider_than_a_telephone() {
    let Some(browser) = chromium() else { return };
    for of in [Of::Wide, Of::Rich, Of::All] {
        let Some(page) = page(of) else { return };
        let folder = tempfile::tempdir().expect("a folder");
        let inner = with(&page, "").replace('&', "&amp;").replace('"', "&quot;");
        let frame = format!(
            "<!doctype html><title>x</title><iframe width=360 height=800 style=\"border:0\" srcdoc=\"{inner}\"></iframe>\
             <script>onload = () => {{ const d = document.querySelector('iframe').contentDocument.documentElement;\
             document.title = 'wide ' + d.scrollWidth + ' of ' + d.clientWidth; }}</script>"
        );
        let drawn = browse(browser, folder.path(), &frame, &["--virtual-time-budget=5000", "--dump-dom"]);
        assert!(
            drawn.contains("<title>wide 360 of 360</title>"),
            "{}",
            drawn.chars().take(200).collect::<String>()
        );
    }
}

#[test]
fn axe_finds_nothing_in_light_and_in_dark() {
    let Some(browser) = chromium() else { return };
    let axe = include_str!("../../peers/axe/axe.min.js");
    let run = "onload = () => axe.run(document, {resultTypes: ['violations']}).then(r => { const p = \
               document.createElement('pre'); p.id = 'found'; p.textContent = 'AXE ' + r.passes.length + ' passes, ' + \
               JSON.stringify(r.violations.map(v => [v.id, v.nodes.map(n => n.html + n.failureSummary)])); \
               document.body.append(p); })";
    let all = [Of::Wide, Of::Rich, Of::All];
    for (of, dark) in all.into_iter().flat_map(|of| [(of, false), (of, true)]) {
        let Some(page) = page(of) else { return };
        let folder = tempfile::tempdir().expect("a folder");
        let page = with(&page, &format!("<script>{axe}</script><script>{run}</script>"));
        let page = match dark {
            true => page.replace("@media screen and (prefers-color-scheme: dark)", "@media screen"),
            false => page,
        };
        let drawn = browse(browser, folder.path(), &page, &["--virtual-time-budget=30000", "--dump-dom"]);
        let found = drawn.rsplit_once("AXE ").map_or("axe did not run", |(_, found)| found);
        let found = found.split("</pre>").next().unwrap_or_default();
        let (passes, violations) = found.split_once(" passes, ").unwrap_or_default();
        assert!(passes.parse::<usize>().is_ok_and(|passes| passes > 15), "{of:?}, dark: {dark}: {found}");
        assert_eq!(violations, "[]", "{of:?}, dark: {dark}");
    }
}

#[test]
fn axe_finds_what_is_wrong() {
    let Some(browser) = chromium() else { return };
    let axe = include_str!("../../peers/axe/axe.min.js");
    let folder = tempfile::tempdir().expect("a folder");
    let run = "onload = () => axe.run().then(r => { document.title = 'AXE ' + r.violations.map(v => v.id).join(' '); })";
    let page = format!(
        "<!doctype html><html><head><title>x</title><script>{axe}</script><script>{run}</script></head>\
         <body><p style=\"color:#ccc;background:#fff\">pale</p></body></html>"
    );
    let drawn = browse(browser, folder.path(), &page, &["--virtual-time-budget=30000", "--dump-dom"]);
    assert!(drawn.contains("color-contrast") && drawn.contains("html-has-lang"), "axe tests nothing");
}
