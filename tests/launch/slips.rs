//! Slips in how a plan or a policy is written: the error says what to look at, and where.

use crate::command::{Ended, folder, run};
use crate::overlay::BASE;

const POLICY: &str = "extends = \"product\"\n";

fn checked(plan: &str, policy: &str) -> Ended {
    let folder = folder(&[("plan.yaml", plan), ("launch.toml", policy)]);
    run(folder.path(), &["check", "plan.yaml", "--as-of", "2026-05-28", "--format", "json"])
}

/// The errors in how a plan and its policy are written, as `file:line:column message | help`.
fn errors(plan: &str, policy: &str) -> Vec<String> {
    let ended = checked(plan, policy);
    let report: serde_json::Value = serde_json::from_str(&ended.out).expect("a report");
    let errors = report["plans"][0]["errors"].as_array().cloned().unwrap_or_default();
    let told = |error: &serde_json::Value| {
        let word = |key: &str| error[key].as_str().unwrap_or_default().to_owned();
        let place = format!("{}:{}:{}", word("path"), error["line"], error["column"]);
        format!("{place} {} | {}", word("message"), word("help"))
    };
    errors.iter().map(told).collect()
}

/// The complete plan with something in it written otherwise.
fn slip(before: &str, after: &str) -> String {
    assert_eq!(BASE.matches(before).count(), 1, "{before}");
    BASE.replace(before, after)
}

#[test]
fn a_conflict_of_git_is_told_at_its_first_line_and_as_nothing_else() {
    let told = "git's conflict markers are in this file: two versions of it are not merged yet | settle the";
    let sides = |ours: &str, theirs: &str| format!("<<<<<<< HEAD\n{ours}=======\n{theirs}>>>>>>> theirs\n");
    let tier = BASE.lines().find(|line| line.starts_with("tier:")).expect("a tier");
    let line = BASE.lines().position(|line| line == tier).expect("a line") + 1;
    for (ours, theirs) in [("tier: 1\n", "tier: 2\n"), ("  - a: b\n", ""), ("stages:\n  x: {\n", "tier: [\n")]
    {
        let plan = slip(&format!("{tier}\n"), &sides(ours, theirs));
        let found = errors(&plan, POLICY);
        assert!(found[0].starts_with(&format!("plan.yaml:{line}:1 {told}")), "{found:?}");
        assert_eq!(found.len(), 1, "{found:?}");
    }
    for (ours, theirs) in
        [("[stages.x]\nlead = 1\n", "[stages.x]\nlead = 2\n"), ("extends = \"none\"\n", "x = [\n")]
    {
        let found = errors(BASE, &format!("{POLICY}{}", sides(ours, theirs)));
        assert!(found[0].starts_with(&format!("launch.toml:2:1 {told}")), "{found:?}");
        assert_eq!(found.len(), 1, "{found:?}");
    }
}

#[test]
fn lines_of_a_text_that_look_like_a_conflict_are_none() {
    let markers = "<<<<<<< HEAD\n=======\n>>>>>>> theirs\n";
    let indented = markers.replace('\n', "\n    ");
    let plan = BASE.replace("tier: 1", &format!("tier: 1\nnote: |\n    {indented}\n")) + "x: [\n";
    assert!(errors(&plan, POLICY).iter().all(|error| !error.contains("conflict")));
    let question = format!("{POLICY}[stages.finance.asks]\nx = '''\n{markers}'''\n");
    assert_eq!(checked(BASE, &question).code, 1);
    let found = errors(BASE, &format!("{question}[stages\n"));
    assert!(!found.is_empty() && found.iter().all(|error| !error.contains("conflict")), "{found:?}");
}

/// What is written otherwise, the place at which it is told, and how the help begins.
type Slip = (&'static str, &'static str, &'static str, &'static str);

fn told(slips: &[Slip]) {
    for (before, after, place, help) in slips {
        let found = errors(&slip(before, after), POLICY);
        let said = found.iter().find(|error| error.starts_with(&format!("plan.yaml:{place} not YAML: ")));
        assert!(said.is_some_and(|said| said.contains(&format!(" | {help}"))), "{after}: {found:?}");
    }
}

#[test]
fn a_bracket_that_is_not_closed_is_told_with_its_place() {
    told(&[
        (
            "date: 2026-05-04}",
            "date: 2026-05-04",
            "21:10",
            "the `{` of line 20, column 15 is not closed before this line",
        ),
        (
            "sales deck]",
            "sales deck",
            "108:12",
            "the `[` of line 107, column 14 is not closed before this line",
        ),
        (
            "{done: https://acme.example/demo}",
            "{done: [x}",
            "25:23",
            "the `[` of line 25, column 21 is not closed before this `}`",
        ),
        ("by: 2026-07-15}", "by: 2026-07-15", "127:1", "nothing closes the `{` of line 126, column 15"),
        (
            "interviews, count",
            "interviews count",
            "13:32",
            "the `{` of line 13, column 9 is still open here: put a comma",
        ),
        ("sales deck]", "sales deck]]", "107:40", "nothing is open that this `]` could close"),
        ("- {from: churn", "- from: churn", "14:27", "nothing opens what the `}` of this line closes"),
        (
            "sign_off: {by: paul",
            "sign_off:{by: paul",
            "27:42",
            "put a space behind the colon: `sign_off: {…`",
        ),
        (
            "sign_off: {by: paul",
            "sign_off {by: paul",
            "27:42",
            "put a colon and a space before the bracket: `sign_off: {…`",
        ),
        ("claim: Set up", "claim: [draft] Set up", "105:20", "the `]` before this ends the value"),
    ]);
}

#[test]
fn a_quote_that_is_not_closed_is_told_where_it_opens() {
    told(&[
        ("claim: Set up", "claim: \"Set up", "105:12", "the `\"` that opens here is not closed on its line"),
        ("claim: Set up", "claim: 'Set up", "105:12", "the `'` that opens here is not closed on its line"),
        ("activation: {", "activation: \"{", "126:15", "nothing closes the `\"` that opens here"),
        (
            "claim: Set up in 5",
            "claim: \"Set up\" in 5",
            "105:21",
            "the `\"` of column 12 is closed before this",
        ),
        (
            "claim: Set up in 5",
            "claim: 'Customers' hours'",
            "105:24",
            "the `'` of column 12 is closed before this",
        ),
        ("claim: Set up in 5", "claim: \"C:\\new\\install\"", "105:12", "a `\\` between double quotes"),
        (
            "made_by: sales\n    seen_in: [pricing page",
            "made_by: \"sales\n      seen_in: [\"pricing page\"",
            "107:18",
            "the `\"` of line 106, column 14 was closed only by the `\"` before this",
        ),
    ]);
}

#[test]
fn a_key_without_a_colon_is_told_on_its_own_line() {
    told(&[
        ("kind: product", "kind product", "3:1", "write it as `key: value`"),
        ("kind: product", "kind:product", "3:1", "put a space behind the colon: `kind: product`"),
        ("    answer: A draft", "    answer A draft", "15:5", "write it as `key: value`"),
        ("  product:\n", "  product\n", "21:3", "write it as `key: value`"),
        (
            "  internal: 2026",
            "  internal 2026",
            "8:11",
            "line 7, `internal 2026-06-01`, has no colon with a space",
        ),
        (
            "  internal: 2026",
            "  internal:2026",
            "8:11",
            "line 7, `internal:2026-06-01`, has no colon with a space",
        ),
        ("claim: Set", "claim: Soon: Set", "105:16", "text with a colon and a space in it needs quotes"),
    ]);
}

#[test]
fn an_indent_that_fits_nothing_is_told_with_those_of_its_neighbours() {
    told(&[
        (
            "    evidence:\n",
            "   evidence:\n",
            "12:4",
            "this line begins with 3 spaces, line 11 with 4 spaces and line 10 with 2 spaces",
        ),
        (
            "    need: See",
            "     need: See",
            "12:5",
            "this line begins with 4 spaces, line 11 with 5 spaces and line 10",
        ),
        ("launch: Inv", "  launch: Inv", "3:1", "this line begins with no space, line 2 with 2 spaces"),
        (
            "kind: product",
            "  kind: product",
            "3:7",
            "line 2 has its value already, and this line is indented further",
        ),
        (
            "      quality: done\n",
            "       quality: done\n",
            "26:8",
            "this line begins with 7 spaces, line 25 with 6",
        ),
        (
            "      - {from: churn",
            "       - {from: churn",
            "14:8",
            "line 13 is an item of a list: begin what belongs",
        ),
        (
            "      - {from: churn",
            "    - {from: churn",
            "14:7",
            "this line begins with 4 spaces, line 13 with 6 spaces",
        ),
        ("tier: 1\n", "- tier: 1\n", "4:3", "an item of a list, `- …`, stands where a key is expected"),
        ("kind: product", "\tkind: product", "3:1", "YAML is indented with spaces, never with tabs"),
    ]);
}

#[test]
fn nothing_is_guessed_of_what_the_text_does_not_show() {
    let quiet = [
        ("claim: Set up", "claim: >\n      Set up [in"),
        ("claim: Set up", "claim: It's \"set\" [up] {or} so,"),
        ("tier: 1\n", "tier: 1\n# a comment: [\n"),
    ];
    for (before, after) in quiet {
        assert_eq!(errors(&slip(before, after), POLICY), Vec::<String>::new(), "{after}");
    }
    let found = errors(&slip("made_by: sales", "made_by: *sales"), POLICY);
    assert!(found[0].contains("| an alias `*name` needs an anchor"), "{found:?}");
    let found = errors(&slip("made_by: sales", "made_by: @sales"), POLICY);
    assert!(found[0].contains("| YAML wants quotes round text that begins like this"), "{found:?}");
    let found = errors(&slip("promised: at", "promised: >at"), POLICY);
    assert!(found[0].contains("| an unquoted `>` begins folded text"), "{found:?}");
}

/// What a check of the complete plan with a slip says, in one line.
fn said(name: &str, plan: &str) -> String {
    let folder = folder(&[(name, plan), ("launch.toml", include_str!("../base.toml"))]);
    let ended = run(folder.path(), &["check", name, "--as-of", "2026-05-28"]);
    assert_eq!(ended.code, 2, "{}", ended.out);
    ended.out.split_whitespace().collect::<Vec<_>>().join(" ")
}

#[test]
fn nothing_is_told_as_a_fact_that_only_follows_from_a_slip() {
    for (before, after, kept_quiet) in [
        ("kept_by: operations", "kept_by: Operations", "does without"),
        ("external: 2026-06-15", "external: 06/15/2026", "does not say when customers can buy"),
        ("handoffs:", "hand-offs:", "Missing hand-offs"),
        ("sign_off: {by: fay@acme.example", "signoff: {by: fay@acme.example", "has not signed off"),
    ] {
        let told = said("plan.yaml", &slip(before, after));
        assert!(told.contains("1 error in how it is written"), "{after}: {told}");
        assert!(!told.contains(kept_quiet), "{after}: {told}");
        assert!(!told.contains("error[") && !told.contains("no date yet"), "{after}: {told}");
        assert!(!told.contains("weakest link"), "{after}: {told}");
    }
    let told = said("plan.yaml", &slip("external: 2026-06-15", "external: 06/15/2026"));
    assert!(told.contains("external gate, no date that could be read"), "{told}");
    assert!(told.contains("Not checked: ") && told.contains("1 finding that may only follow from"), "{told}");
}

#[test]
fn what_a_slip_has_no_part_in_is_told_beside_it() {
    let plan = slip("kept_by: operations", "kept_by: Operations").replace("pricing: done", "pricing: open");
    let told = said("plan.yaml", &plan);
    assert!(told.contains("error[open-ask]") && told.contains("stages.finance.asks.pricing"), "{told}");
    let told =
        said("plan.yaml", &format!("{BASE}\ncolour: blue\n").replace("pricing: done", "pricing: open"));
    assert!(told.contains("Missing hand-offs: none") && told.contains("error[open-ask]"), "{told}");
}

#[test]
fn a_spreadsheet_is_told_how_it_becomes_a_plan() {
    let told = said("camp-box.csv", include_str!("../../examples/spreadsheets/camp-box.csv"));
    assert!(told.contains("`launch import camp-box.csv` makes a plan of a spreadsheet"), "{told}");
    assert!(!told.contains("Missing hand-offs") && !told.contains("error["), "{told}");
    let told = said("plan.yaml", "only words\n");
    assert!(!told.contains("launch import") && !told.contains("Missing hand-offs"), "{told}");
}

/// An answer that YAML reads as something else, an id in other letters, a policy in a plan's place: one error for
/// each, with what to write.
#[test]
fn what_was_meant_is_said_once_and_can_be_written() {
    let done = "expected an answer to the ask, found `true` | write `done`, or `{done: <what shows it>}`";
    let open = "expected an answer to the ask, found `false` | write `open`, or `{not_needed: <why>}`";
    let stage = "`customer_service` cannot be the id of a stage | ids are in kebab-case: did you mean `customer-service`?";
    let behind = "not YAML: a text goes on behind the quotes that close it | the `'` of column 12 is closed";
    let (ask, kebab) = ("pricing: done", "  customer-service:\n    owner");
    for (before, after, told) in [
        (ask, "pricing: true", done),
        (ask, "pricing: false", open),
        (kebab, "  customer_service:\n    owner", stage),
        ("claim: Set up in 5", "claim: 'It's up in 5'", behind),
    ] {
        let found = errors(&slip(before, after), POLICY);
        assert!(found.len() == 1 && found[0].contains(told), "{after}: {found:?}");
    }
    assert_eq!(
        errors(&slip(ask, "pricing: {done: \"true\"}"), POLICY).len(),
        0,
        "quotes make evidence of it"
    );
    let part = "needs both `from` and `to` | ";
    for (id, help) in [("pricelist", "did you mean `price-list`?"), ("weather", "")] {
        let found = errors(BASE, &format!("{POLICY}[handoffs.{id}]\nlead = 10\n"));
        assert!(found.len() == 1 && found[0].ends_with(&format!("{part}{help}")), "{found:?}");
    }
    let folder = folder(&[("launch.toml", POLICY)]);
    let ended = run(folder.path(), &["check", "launch.toml"]);
    assert_eq!(ended.code, 2);
    assert!(ended.out.contains("`launch.toml` is a policy, and no plan"), "{}", ended.out);
}

#[test]
fn a_count_of_nobody_is_called_that() {
    let said = |evidence: &str| {
        let plan = crate::overlay::plan(&format!("needs: {{see-hours: {{evidence: [{evidence}]}}}}"));
        checked(&plan, POLICY).out
    };
    let (none, lacks) =
        ("{from: interviews, count: 0, link: https://x.example/y}", "lacks its source, or both");
    let counts = "counts 0 customers, which is no evidence";
    assert!(said(none).contains(counts) && !said(none).contains(lacks));
    assert!(
        said("{from: interviews}").contains(lacks) && !said("{from: interviews}").contains("0 customers")
    );
    assert!(
        said(&format!("{none}, {{from: interviews}}")).contains("counts 0 customers, or lacks its source")
    );
}
