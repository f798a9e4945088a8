//! Any spreadsheet: a clear error, or a plan that is read again and has every row in it.

pub(crate) mod sound;

use jiff::civil::Date;
use launch::import::{Options, Order};
use launch::plan::PlanFile;
use launch::plan::stage::Answer;
use launch::source::Source;
use proptest::prelude::*;

use sound::{plan, sound};

const HEADINGS: &str = "Owner|Assignee Email|Due date|Due (dd/mm/yyyy)|Deadline|Status|Done?|% complete|Completed At|\
                        Link|Evidence|Hand-off|Notes|Description|Priority||Comment|Comment|Section|価格";
const DEPARTMENTS: &str = "Ops|operations|Finance team|CS|Support|Marketing|Product|Sales|Legal|Growth|Marketting|\
                           Sales/Marketing||R&D|exec team";
const ITEMS: &str = "Train the agents|training|Pricing|Price list|price-list|Message kit|Finance sign-off|Go/no-go|TBD|\
                     Was a trial invoice checked?|価格|Größe prüfen|{done: x}|- a|# row 3: b|a: b|null|5||sales sign-off";
const STATUSES: &str = "Done|TRUE|FALSE|x|100%|50|1|in progress|Approved|N/A|maybe||✔|Signed off";
const DATES: &str =
    "03/04/2026|25/04/2026|04/25/2026|2026-05-04|June 1, 2026|next week|TBD||31.02.2026|05.05.26";
const LINKS: &str =
    "https://acme.example/a?b=c#d|docs/a, b.md|TBD|done|{x: y}|[a|'|\"|*a||a sentence: with # signs|@x|%";
const OWNERS: &str =
    "Fay Adams <fay@acme.example>|@fay|Fay|fay@acme.example, omar@acme.example|?|Omar|null|\u{202e}x|*y|";
const STRANGE: &str =
    "|a\nb|a\r\n\n b|a\u{2028}b|\u{feff}|\u{202e}a|\u{85}|🚀|---|...|row 3|yes|`|\t|\u{fffe}|=> ask";

fn one_of(words: &'static str) -> impl Strategy<Value = String> {
    proptest::sample::select(words.split('|').collect::<Vec<_>>()).prop_map(str::to_owned)
}

/// A cell that suits its column, mostly.
fn cell(heading: &str) -> impl Strategy<Value = String> + use<> {
    let words = match heading {
        "Department" | "From" | "To" | "Section" => DEPARTMENTS,
        "Status" | "Done?" | "% complete" | "Hand-off" => STATUSES,
        "Due date" | "Due (dd/mm/yyyy)" | "Deadline" | "Completed At" => DATES,
        "Link" | "Evidence" => LINKS,
        "Owner" | "Assignee Email" => OWNERS,
        _ => ITEMS,
    };
    prop_oneof![30 => one_of(words), 2 => one_of(STRANGE), 1 => "[ -~]{0,20}", 1 => "\\PC{0,10}", 1 => "(?s:.){0,10}"]
}

fn rows() -> impl Strategy<Value = Vec<Vec<String>>> {
    let needed = prop_oneof![
        4 => Just(vec!["Department", "Task"]),
        2 => Just(vec!["Task", "From", "To"]),
        2 => Just(vec!["Department", "Task", "To"]),
        1 => Just(vec!["Task", "Owner"]),
    ];
    let more = proptest::sample::subsequence(HEADINGS.split('|').collect::<Vec<_>>(), 0..7);
    let names = (needed, more).prop_map(|(needed, more)| [needed, more].concat()).prop_shuffle();
    names.prop_flat_map(|names| {
        let row: Vec<_> = names.iter().map(|name| cell(name)).collect();
        let titles = proptest::collection::vec(proptest::collection::vec(cell("Task"), 1), 0..3);
        let names: Vec<String> = names.into_iter().map(str::to_owned).collect();
        (Just(names), titles, proptest::collection::vec(row, 0..12))
            .prop_map(|(names, titles, rows)| titles.into_iter().chain([names]).chain(rows).collect())
    })
}

fn options() -> impl Strategy<Value = Options> {
    let order = prop_oneof![Just(None), Just(Some(Order::DayFirst)), Just(Some(Order::MonthFirst))];
    (any::<bool>(), any::<bool>(), order).prop_map(|(guess, fill_down, order)| Options {
        guess,
        fill_down,
        order,
        departments: vec![("Growth".to_owned(), "marketing".to_owned())],
        ..Options::default()
    })
}

/// The rows as a spreadsheet writes them.
fn csv(rows: &[Vec<String>], delimiter: u8, utf16: bool) -> Vec<u8> {
    let mut writer = csv::WriterBuilder::new().delimiter(delimiter).flexible(true).from_writer(Vec::new());
    for row in rows {
        writer.write_record(row).expect("a row");
    }
    let bytes = writer.into_inner().expect("bytes");
    if !utf16 {
        return bytes;
    }
    let text = String::from_utf8(bytes).expect("UTF-8");
    [0xfeff].into_iter().chain(text.encode_utf16()).flat_map(u16::to_le_bytes).collect()
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 250, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn a_spreadsheet_becomes_a_plan_with_every_row_or_a_clear_error(
        rows in rows(), options in options(), delimiter in proptest::sample::select(b",;\t".as_slice()), utf16: bool
    ) {
        match plan(&csv(&rows, delimiter, utf16), &options) {
            Ok((sheet, imported, plan)) => sound(&sheet, &imported, &plan),
            Err(faults) => prop_assert!(!faults.is_empty() && faults.iter().all(|fault| !fault.message.is_empty())),
        }
    }

    #[test]
    fn any_bytes_are_read_without_failing(bytes in proptest::collection::vec(any::<u8>(), 0..200), options in options()) {
        let named = [b"Team,Task,Done\n".as_slice(), &bytes].concat();
        for bytes in [bytes, named] {
            if let Ok((sheet, imported, plan)) = plan(&bytes, &options) {
                sound(&sheet, &imported, &plan);
            }
        }
    }
}

#[test]
fn the_properties_are_about_spreadsheets_that_are_read() {
    let text =
        "Camp Box\n\nTeam,Task,Done,Due\nOps,Training,TRUE,03/04/2026\nGrowth,Code,x,\nLegal,terms,no,\n";
    let (sheet, imported, plan) = plan(text.as_bytes(), &Options::default()).expect("a plan");
    sound(&sheet, &imported, &plan);
    let file = PlanFile::read(Source::new("plan.yaml", plan));
    assert_eq!(file.plan.launch.text(), Some("Camp Box"));
    let answer =
        |stage: &str, ask: &str| file.plan.stages.get(stage).and_then(|stage| stage.asks.get(ask)).cloned();
    assert_eq!(answer("operations", "training"), Some(Answer::Claimed));
    assert_eq!(answer("legal", "terms"), Some(Answer::Open));
    assert_eq!(imported.unmapped.len(), 1);
    assert!(imported.doubts.iter().any(|(row, doubt)| *row == 4 && doubt.contains("could be two days")));
}

#[test]
fn hand_offs_are_the_policys_or_say_where_they_go() {
    let text = "Task,From,To,Due,Status\nPrice list,Finance,Sales,2026-05-11,Done\nPrice list,Finance,Marketing,,\n\
                Demo,Product,Sales,2026-05-12,\nLoop,Sales,Sales,,\nHalf,Sales,,,\n";
    let (sheet, imported, plan) = plan(text.as_bytes(), &Options::default()).expect("a plan");
    sound(&sheet, &imported, &plan);
    let file = PlanFile::read(Source::new("plan.yaml", plan));
    let due = |id: &str| -> Option<Date> { Some(file.plan.handoffs.get(id)?.due.get()?.date) };
    assert_eq!(due("price-list"), Some(jiff::civil::date(2026, 5, 11)));
    assert_eq!(due("demo"), Some(jiff::civil::date(2026, 5, 12)));
    let other = file.plan.handoffs.get("price-list-2").expect("another hand-off of that name");
    assert_eq!((other.from.text(), other.to.text()), (Some("finance"), Some("marketing")));
    let rows: Vec<usize> = imported.unmapped.iter().map(|unmapped| unmapped.row).collect();
    assert_eq!(rows, [5, 6]);
}

#[test]
fn only_the_link_itself_is_said_once() {
    let text = "Team,Task,Status,Link,Comments\nOps,Training,Done,https://acme.example/t,\"NOT trained, see: https://acme.example/t\"\n";
    let (sheet, imported, plan) = plan(text.as_bytes(), &Options::default()).expect("a plan");
    sound(&sheet, &imported, &plan);
    assert!(plan.contains("Comments: NOT trained, see: https://acme.example/t"), "{plan}");
    assert!(!plan.contains("Link: https://acme.example/t"), "{plan}");
}

#[test]
fn owners_are_those_of_the_roster_and_of_several_nobody_is_picked() {
    let text = "Team,Task,Owner\nFinance,a,@fay@acme.example\nFinance,b,FAY@acme.example\nSales,c,Sam\nSales,d,Sue\nOps,e,TBD\n";
    let (_, _, plan) = plan(text.as_bytes(), &Options::default()).expect("a plan");
    let file = PlanFile::read(Source::new("plan.yaml", plan.as_str()));
    let owner =
        |stage: &str| file.plan.stages.get(stage).and_then(|stage| stage.owner.text().map(str::to_owned));
    assert_eq!(owner("finance").as_deref(), Some("fay@acme.example"));
    assert_eq!((owner("sales"), owner("operations")), (None, None));
    assert!(plan.contains("its rows name Sam and Sue"), "{plan}");
}

#[test]
fn rows_below_a_department_are_its_own_when_that_is_asked_for() {
    let text = "Task,Done\nMarketing,\nWrite the poster,TRUE\nGrowth,\nFinance,\nTrial invoice,\n";
    let faults = plan(text.as_bytes(), &Options::default()).expect_err("no departments");
    assert!(faults[0].help.as_ref().is_some_and(|help| help.contains("--fill-down")), "{faults:?}");
    let options = Options { fill_down: true, ..Options::default() };
    let (sheet, imported, plan) = plan(text.as_bytes(), &options).expect("a plan");
    sound(&sheet, &imported, &plan);
    let asks: Vec<(&str, &str)> =
        imported.asks.iter().map(|ask| (ask.stage.as_str(), ask.note.item.as_str())).collect();
    assert_eq!(
        asks,
        [("marketing", "Write the poster"), ("marketing", "Growth"), ("finance", "Trial invoice")]
    );
    assert_eq!(imported.headings.len(), 2);
    let alone: Vec<usize> = imported
        .doubts
        .iter()
        .filter(|(_, doubt)| doubt.contains("stands alone"))
        .map(|(row, _)| *row)
        .collect();
    assert_eq!(alone, [4, 6], "a heading that is not known is pointed out");
}

#[test]
fn only_an_empty_cell_takes_the_department_above_it() {
    let text = "Team,Task,Done\nFinance,Pricing,TRUE\n,Trial invoice,TRUE\nTBD,Billing,TRUE\n,Contract,TRUE\n\
                n/a,X check,TRUE\n?,Y check,TRUE\nSales,Training,TRUE\n";
    let options = Options { fill_down: true, ..Options::default() };
    let (sheet, imported, plan) = plan(text.as_bytes(), &options).expect("a plan");
    sound(&sheet, &imported, &plan);
    let asks: Vec<(&str, usize)> =
        imported.asks.iter().map(|ask| (ask.stage.as_str(), ask.note.row)).collect();
    assert_eq!(asks, [("finance", 2), ("finance", 3), ("sales", 8)]);
    let unmapped: Vec<(usize, &str)> =
        imported.unmapped.iter().map(|unmapped| (unmapped.row, unmapped.why.as_str())).collect();
    let names_none = |name: &str| format!("`{name}` names no department");
    assert_eq!(
        unmapped,
        [
            (4, names_none("TBD").as_str()),
            (5, "it names no department"),
            (6, names_none("n/a").as_str()),
            (7, names_none("?").as_str())
        ]
    );
}

#[test]
fn rows_above_the_names_of_the_columns_are_not_lost() {
    let text = "Camp Box\nTeam,Task,Done?\nFinance,Pricing,FALSE\n\nSection,Action,Owner,Due,State\nFinance,Billing,Bob,2026-05-01,Done\n";
    let (sheet, imported, plan) = plan(text.as_bytes(), &Options::default()).expect("a plan");
    sound(&sheet, &imported, &plan);
    let unmapped: Vec<(usize, &str)> =
        imported.unmapped.iter().map(|unmapped| (unmapped.row, unmapped.why.as_str())).collect();
    let why = "it stands above row 5, which names the columns";
    assert_eq!(unmapped, [(2, why), (3, why)], "a title is no row of a table");
    assert!(plan.contains("#   row 1: Camp Box\n"), "{plan}");
    assert!(plan.contains(&format!("# row 3: {why}\n#   Finance · Pricing · FALSE\n")), "{plan}");
}

#[test]
fn what_a_part_of_a_department_signs_is_an_ask_of_the_department() {
    let text = "Team,Task,Status\nProduct,QA sign-off,Open\nFinance,Approve pricing,Open\nMarketing,Content approval,Done\n\
                Ops,Ops team sign-off,Open\nOps,Signed off by the head of Operations,\nSales,Final approval,\n,Support sign-off,\n";
    let (sheet, imported, plan) = plan(text.as_bytes(), &Options::default()).expect("a plan");
    sound(&sheet, &imported, &plan);
    let asks: Vec<(&str, &str)> =
        imported.asks.iter().map(|ask| (ask.stage.as_str(), ask.id.as_str())).collect();
    assert_eq!(
        asks,
        [("product", "qa-sign-off"), ("finance", "approve-pricing"), ("marketing", "content-approval")]
    );
    let signed: Vec<&str> = imported.sign_offs.iter().map(|sign_off| sign_off.stage.as_str()).collect();
    assert_eq!(signed, ["operations", "operations", "sales", "customer-service"]);
}

#[test]
fn a_huge_sheet_keeps_within_what_a_plan_may_hold() {
    let row = |number: usize| format!("Ops,Task {number}\n");
    let text = "Team,Task\n".to_owned() + &(0..2500).map(row).collect::<String>();
    let (sheet, imported, plan) = plan(text.as_bytes(), &Options::default()).expect("a plan");
    let file = PlanFile::read(Source::new("plan.yaml", plan));
    assert!(file.problems.is_empty(), "{:?}", file.problems);
    assert_eq!((sheet.rows.len(), imported.asks.len(), imported.unmapped.len()), (2500, 1997, 503));
    let title = format!("{}\n\nTeam,Task\nOps,a\n", "\u{202e}".repeat(900));
    let (sheet, imported, plan) = self::plan(title.as_bytes(), &Options::default()).expect("a plan");
    sound(&sheet, &imported, &plan);
    let long = format!("Team,Task\nOps,{}\n", "x".repeat(5000));
    let (_, imported, _) = self::plan(long.as_bytes(), &Options::default()).expect("a plan");
    assert!(imported.unmapped[0].why.contains("4000 bytes"), "{:?}", imported.unmapped);
}
