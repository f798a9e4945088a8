//! Sign-offs that count by the commits of those who gave them: the last word that each committed.

use crate::command::run;
use crate::loopholes::POLICY;
use crate::overlay::plan;
use crate::repository::Repo;

const COMMITTED: &str = "[assurance]\nminimum = \"committed\"\n";

/// Another who may sign for finance.
pub(crate) const FELIX: &str = "[people.\"felix@acme.example\"]\nstages = [\"finance\"]\n";

/// The check's exit code and what it says, with every sign-off committed by whoever gave it.
pub(crate) fn ended(repo: &Repo) -> (i32, String) {
    ended_of(repo, "plan.yaml")
}

/// The same of another plan.
pub(crate) fn ended_of(repo: &Repo, name: &str) -> (i32, String) {
    let ended = run(&repo.path(""), &["check", name, "--as-of", "2026-05-28"]);
    (ended.code, ended.out.split_whitespace().collect::<Vec<_>>().join(" "))
}

/// A repository in which each of the complete plan's people committed their own sign-off.
pub(crate) fn committed() -> Option<Repo> {
    let repo = Repo::new()?;
    repo.write("launch.toml", format!("{COMMITTED}{FELIX}{POLICY}"));
    sign_all(&repo, "plan.yaml");
    Some(repo)
}

/// Each of the complete plan's people commits their own sign-off.
pub(crate) fn sign_all(repo: &Repo, name: &str) {
    sign_all_of(repo, name, |text| text);
}

/// Each person signs in turn what `of` makes of the complete plan.
pub(crate) fn sign_all_of(repo: &Repo, name: &str, of: impl Fn(String) -> String) {
    let people = [
        ("uma", "customer", 4),
        ("paul", "product", 11),
        ("omar", "operations", 18),
        ("fay", "finance", 20),
        ("cora", "customer-service", 20),
        ("mia", "marketing", 22),
        ("sam", "sales", 26),
        ("lea", "leadership", 27),
    ];
    for (at, (who, _, day)) in people.iter().enumerate() {
        let later = people.iter().skip(at + 1);
        let gone: Vec<String> = later.map(|(_, stage, _)| format!("{stage}: {{sign_off: ~}}")).collect();
        repo.save(name, of(plan(&format!("stages: {{{}}}", gone.join(", ")))), who, *day);
    }
}

pub(crate) const NO: &str = "sign_off: {verdict: no-go, note: The trial invoice was wrong}";

/// The complete plan with this for finance.
pub(crate) fn finance(word: &str) -> String {
    plan(&format!("stages: {{finance: {{{word}}}}}"))
}

pub(crate) fn assert_taken_back(repo: &Repo) {
    let (code, said) = ended(repo);
    assert_eq!(code, 1, "{said}");
    let told = "the sign-off of fay@acme.example for finance is only claimed";
    assert!(
        said.contains(told) && said.contains("fay@acme.example took it back, or said otherwise, on"),
        "{said}"
    );
}

pub(crate) fn assert_go(repo: &Repo) {
    let (code, said) = ended(repo);
    assert_eq!(code, 0, "{said}");
}

#[test]
fn a_merge_brings_no_sign_off_back_that_was_taken_back() {
    for taken_back in [NO, "sign_off: ~"] {
        let Some(repo) = committed() else { return };
        assert_go(&repo);
        repo.git(&["branch", "old"]);
        repo.save("plan.yaml", finance(taken_back), "fay", 28);
        assert_eq!(ended(&repo).0, 1);
        repo.merge(&["old"], || repo.write("plan.yaml", plan("")), "mallory", 28);
        assert_taken_back(&repo);
        // Whoever takes their own word back may give it again.
        repo.save("plan.yaml", finance(taken_back), "fay", 28);
        repo.save("plan.yaml", plan(""), "fay", 28);
        assert_go(&repo);
    }
}

#[test]
fn nor_does_a_merge_the_other_way_round_or_a_revert() {
    let Some(repo) = committed() else { return };
    repo.git(&["checkout", "-q", "-b", "side"]);
    repo.save("note.txt", "Beside", "mallory", 27);
    repo.git(&["checkout", "-q", "main"]);
    repo.save("plan.yaml", finance(NO), "fay", 28);
    repo.git(&["checkout", "-q", "side"]);
    repo.merge(&["main"], || repo.write("plan.yaml", plan("")), "mallory", 28);
    repo.git(&["checkout", "-q", "main"]);
    repo.git(&["merge", "-q", "--ff-only", "side"]);
    assert_taken_back(&repo);

    let Some(repo) = committed() else { return };
    repo.save("plan.yaml", finance("sign_off: ~"), "fay", 28);
    repo.git(&["revert", "--no-edit", "HEAD"]);
    assert_taken_back(&repo);

    // Nor does a digest make it hers again.
    let Some(repo) = committed() else { return };
    let sealed = finance(&format!("sign_off: {{digest: \"sha256:{}\"}}", "0".repeat(64)));
    repo.save("plan.yaml", &sealed, "fay", 27);
    repo.save("plan.yaml", finance("sign_off: ~"), "fay", 28);
    repo.save("plan.yaml", &sealed, "mallory", 28);
    assert!(ended(&repo).1.contains("finance claimed, a typed name"), "{}", ended(&repo).1);
}

#[test]
fn nor_does_her_own_old_commit_on_top_or_an_older_one_beside() {
    let Some(repo) = committed() else { return };
    repo.git(&["checkout", "-q", "-b", "early", "HEAD~5"]);
    let only_finance = plan(
        "stages: {customer-service: {sign_off: ~}, marketing: {sign_off: ~}, sales: {sign_off: ~}, \
         leadership: {sign_off: ~}}",
    );
    let given = repo.save("plan.yaml", only_finance, "fay", 20);
    repo.git(&["checkout", "-q", "main"]);
    repo.save("plan.yaml", finance("sign_off: ~"), "fay", 28);
    repo.git(&["cherry-pick", "-X", "theirs", "--allow-empty", given.as_str()]);
    repo.save("plan.yaml", plan(""), "mallory", 28);
    assert_taken_back(&repo);

    let Some(repo) = committed() else { return };
    repo.git(&["checkout", "-q", "-b", "never-merged", "HEAD~4"]);
    repo.save("plan.yaml", finance("sign_off: {date: 2026-05-21}"), "fay", 21);
    repo.git(&["checkout", "-q", "main"]);
    repo.save("plan.yaml", finance(NO), "fay", 28);
    let early = finance("sign_off: {date: 2026-05-21}");
    repo.merge(&["never-merged"], || repo.write("plan.yaml", early), "mallory", 28);
    assert_taken_back(&repo);
}

#[test]
fn nor_does_another_name_of_the_plan() {
    // The old text goes on under another name, while what she took back goes.
    let Some(repo) = committed() else { return };
    repo.git(&["mv", "plan.yaml", "kept.yaml"]);
    repo.commit("mallory", 27);
    repo.write("plan.yaml", plan(""));
    repo.commit("mallory", 27);
    repo.save("plan.yaml", finance("sign_off: ~"), "fay", 28);
    repo.git(&["rm", "-q", "plan.yaml"]);
    repo.commit("mallory", 28);
    repo.git(&["mv", "kept.yaml", "plan.yaml"]);
    repo.commit("mallory", 28);
    assert_taken_back(&repo);

    // She took it back under a name that the plan has no more.
    let Some(repo) = committed() else { return };
    repo.git(&["branch", "old"]);
    repo.git(&["mv", "plan.yaml", "launch.yaml"]);
    repo.commit("priya", 27);
    repo.save("launch.yaml", finance("sign_off: ~"), "fay", 28);
    let back = || {
        std::fs::remove_file(repo.path("launch.yaml")).expect("removed");
        repo.write("plan.yaml", plan(""));
    };
    repo.merge(&["old"], back, "mallory", 28);
    assert_taken_back(&repo);
}

#[test]
fn a_word_given_again_counts_however_it_is_merged() {
    let Some(repo) = committed() else { return };
    for (branch, text) in [("back", finance("sign_off: ~")), ("again", plan(""))] {
        repo.git(&["checkout", "-q", "-b", branch]);
        repo.save("plan.yaml", &text, "fay", 28);
        repo.git(&["checkout", "-q", "main"]);
        repo.merge(&[branch], || repo.write("plan.yaml", &text), "priya", 28);
    }
    assert_go(&repo);

    // Somebody else brought it in; she takes it out and gives it on one branch.
    let Some(repo) = committed() else { return };
    let without = finance("sign_off: ~");
    repo.save("plan.yaml", &without, "fay", 28);
    repo.save("plan.yaml", plan(""), "priya", 28);
    assert_taken_back(&repo);
    repo.git(&["checkout", "-q", "-b", "again"]);
    repo.save("plan.yaml", &without, "fay", 28);
    repo.save("plan.yaml", plan(""), "fay", 28);
    repo.git(&["checkout", "-q", "main"]);
    repo.merge(&["again"], || repo.write("plan.yaml", plan("")), "priya", 28);
    assert_go(&repo);
}

#[test]
fn a_no_that_stands_beside_is_told_once() {
    let Some(repo) = committed() else { return };
    let record = "by: fay@acme.example, date: 2026-05";
    let no = format!("{{{record}-21, verdict: no-go, note: The trial invoice was wrong}}");
    repo.save("plan.yaml", finance(&format!("sign_off: [{{{record}-20}}, {no}]")), "fay", 27);
    let (code, said) = ended(&repo);
    assert!(code == 1 && !said.contains("took it back"), "{said}");
    repo.save(
        "plan.yaml",
        finance(&format!("sign_off: [{{{record}-20}}, {no}, {{{record}-22}}]")),
        "fay",
        28,
    );
    assert_go(&repo);
}

#[test]
fn a_no_beside_a_yes_stands_until_a_later_day() {
    let record = "by: fay@acme.example, date: 2026-05";
    let no = format!("{{{record}-21, verdict: no-go, note: The trial invoice was wrong}}");
    let conditions = format!(
        "{{{record}-21, verdict: conditions, conditions: {{kit: {{what: Print it, owner: fay@acme.example, \
         due: 2026-06-10, risk_accepted_by: lea@acme.example}}}}}}"
    );
    // A yes beside it, by its day: where that takes its place, to take the old line out changes nothing.
    for (less, day, is_replaced) in [
        (&no, 20, false),
        (&no, 21, false),
        (&no, 22, true),
        (&conditions, 20, false),
        (&conditions, 21, true),
        (&conditions, 22, true),
    ] {
        let Some(repo) = committed() else { return };
        let yes = format!("{{{record}-{day}}}");
        repo.save("plan.yaml", finance(&format!("sign_off: [{less}]")), "fay", 27);
        repo.save("plan.yaml", finance(&format!("sign_off: [{less}, {yes}]")), "fay", 28);
        assert!(!ended(&repo).1.contains("took it back"), "{}", ended(&repo).1);
        repo.save("plan.yaml", finance(&format!("sign_off: [{yes}]")), "priya", 28);
        match is_replaced {
            true => assert_go(&repo),
            false => assert_taken_back(&repo),
        }
        repo.save("plan.yaml", finance("sign_off: ~"), "priya", 28);
        let told = "fay@acme.example said no-go for finance on";
        assert_eq!(ended(&repo).1.contains(told), !is_replaced && less == &no, "{}", ended(&repo).1);
        // She may take it out herself.
        repo.save("plan.yaml", finance(&format!("sign_off: [{less}, {yes}]")), "fay", 28);
        repo.save("plan.yaml", finance(&format!("sign_off: [{yes}]")), "fay", 28);
        assert_go(&repo);
    }
    // Of two conditions of one day neither takes the other's place.
    let Some(repo) = committed() else { return };
    let more = conditions.replace("Print it", "Send it");
    let yes = format!("{{{record}-20}}");
    repo.save("plan.yaml", finance(&format!("sign_off: [{yes}, {conditions}, {more}]")), "fay", 28);
    repo.save("plan.yaml", plan(""), "priya", 28);
    assert_taken_back(&repo);
}

#[test]
fn a_no_counts_until_who_said_it_takes_it_back() {
    let fay = "by: fay@acme.example, date: 2026-05-20";
    let no = "{by: felix@acme.example, date: 2026-05-27, verdict: no-go, note: Not priced}";
    let both = finance(&format!("sign_off: [{{{fay}}}, {no}]"));
    for (who, expected) in [("mallory", 1), ("felix", 0)] {
        let Some(repo) = committed() else { return };
        repo.save("plan.yaml", &both, "felix", 27);
        assert_eq!(ended(&repo).0, 1);
        repo.save("plan.yaml", plan(""), who, 28);
        let (code, said) = ended(&repo);
        assert_eq!(code, expected, "{said}");
        let told = "felix@acme.example said no-go for finance on 2026-05-27, in commit";
        assert_eq!(said.contains(told), expected == 1, "{said}");
        assert_eq!(
            said.contains("and did not take it back: mallory@acme.example took it out on"),
            expected == 1
        );
        let in_table = |line: &str| line.contains("finance") && line.contains("declined");
        assert_eq!(said.lines().any(in_table), expected == 1, "{said}");
        let verify = run(&repo.path(""), &["verify", "plan.yaml", "--as-of", "2026-05-28"]);
        assert_eq!(verify.code, expected, "{}", verify.out);
        let told = verify.out.split_whitespace().collect::<Vec<_>>().join(" ");
        assert_eq!(told.contains("all hold; a no-go that was taken out counts on"), expected == 1, "{told}");
        let json = ["verify", "plan.yaml", "--as-of", "2026-05-28", "--format", "json"];
        let json = run(&repo.path(""), &json).out.split_whitespace().collect::<String>();
        assert_eq!(json.contains("\"holds\":false,"), expected == 1, "{json}");
        assert_eq!(json.contains("\"silenced\":[]"), expected == 0, "{json}");
        // The least that helps is what is asked for.
        let todo = "have felix@acme.example sign for finance again and commit it";
        assert_eq!(said.contains(todo), expected == 1, "{said}");
        if expected == 1 {
            let again = "{by: felix@acme.example, date: 2026-05-28}";
            repo.save("plan.yaml", finance(&format!("sign_off: [{{{fay}}}, {again}]")), "felix", 28);
            assert_go(&repo);
            assert_eq!(run(&repo.path(""), &["verify", "plan.yaml", "--as-of", "2026-05-28"]).code, 0);
        }
        // A typed name is enough elsewhere, and so its absence says nothing.
        repo.save("launch.toml", format!("{FELIX}{POLICY}"), "priya", 28);
        assert_go(&repo);
    }
}

#[test]
fn a_shallow_clone_does_not_know_what_was_taken_back() {
    let Some(repo) = committed() else { return };
    repo.git(&["checkout", "-q", "-b", "side"]);
    for day in 20..26 {
        repo.save("note.txt", format!("{day}"), "mallory", day);
    }
    let again = finance("sign_off: {note: Still so}");
    repo.save("plan.yaml", finance("sign_off: ~"), "fay", 26);
    repo.save("plan.yaml", &again, "fay", 26);
    repo.git(&["checkout", "-q", "main"]);
    repo.save("plan.yaml", finance("sign_off: ~"), "fay", 27);
    for day in 20..28 {
        repo.save("other.txt", format!("{day}"), "priya", day);
    }
    repo.merge(&["side"], || repo.write("plan.yaml", &again), "mallory", 28);
    assert_taken_back(&repo);
    let url = format!("file://{}", repo.path("").display());
    repo.git(&["clone", "-q", "--depth", "6", &url, "../shallow"]);
    let shallow = Repo::beside(repo, "shallow");
    let (code, said) = ended(&shallow);
    assert_eq!(code, 1, "{said}");
    let told = "finance is only claimed: launch.toml wants it committed, and its commit was not checked: the clone is shallow";
    assert!(said.contains(told), "{said}");
    shallow.git(&["fetch", "-q", "--unshallow"]);
    assert_taken_back(&shallow);
}

#[test]
fn a_version_that_cannot_be_read_changes_nobodys_word() {
    let Some(repo) = committed() else { return };
    repo.save("plan.yaml", format!("{{{{\n{}", plan("")), "mallory", 28);
    repo.save("plan.yaml", plan(""), "priya", 28);
    assert_go(&repo);
    let safeguard = "incentives: {commission: {safeguard: Paid in full on the day of signing}}";
    repo.save("plan.yaml", format!("{{{{\n{}", plan(safeguard)), "mallory", 28);
    repo.save("plan.yaml", plan(safeguard), "mallory", 28);
    let (code, said) = ended(&repo);
    assert!(code == 1 && said.contains("accepted the safeguard of `commission` on"), "{said}");
}

#[test]
fn other_commands_ask_for_the_same_proof() {
    let Some(repo) = committed() else { return };
    let run = |args: &[&str]| {
        let ended = run(&repo.path(""), args);
        assert_eq!(ended.code, 0, "{args:?} {}{}", ended.out, ended.err);
        ended.out.split_whitespace().collect::<Vec<_>>().join(" ")
    };
    let unsigned = plan("stages: {leadership: {sign_off: ~}}");
    repo.save("plan.yaml", &unsigned, "lea", 27);
    let simulate = ["simulate", "plan.yaml", "--sign", "leadership", "--as-of", "2026-05-28"];
    let forecast = ["forecast", "plan.yaml", "--as-of", "2026-05-28"];
    assert!(run(&simulate).contains("NO-GO → GO"), "{}", run(&simulate));
    assert!(!run(&forecast).contains("error"), "{}", run(&forecast));

    repo.save("plan.yaml", plan(""), "lea", 28);
    let back = ["return", "plan.yaml", "price-list", "--by", "sam@acme.example", "--why", "Not final"];
    let back = run(&[&back[..], &["--date", "2026-05-28", "--dry-run"]].concat());
    assert!(back.contains("NO-GO, and was GO"), "{back}");
    let diff = run(&["diff", "plan.yaml", "HEAD~1", "--as-of", "2026-05-28"]);
    assert!(diff.contains("NO-GO → GO"), "{diff}");
    let history = run(&["history", "plan.yaml", "--as-of", "2026-05-28"]);
    assert!(history.contains("2026-05-28") && history.contains(" GO "), "{history}");
    assert!(history.contains("Sign-offs are taken at their word here"), "{history}");

    // What somebody else committed stays theirs.
    repo.save("plan.yaml", finance("sign_off: ~"), "fay", 28);
    repo.save("plan.yaml", &unsigned, "mallory", 28);
    assert!(!run(&simulate).contains("→ GO"), "{}", run(&simulate));
    // What an old version was worth is told by what was before it, not by what came after.
    repo.save("plan.yaml", plan(""), "mallory", 28);
    let diff = run(&["diff", "plan.yaml", "HEAD~3", "--as-of", "2026-05-28"]);
    assert!(diff.contains("GO → NO-GO") && !diff.contains("NO-GO → NO-GO"), "{diff}");
}
