//! Several sign-offs for one stage: whose word counts, and what a waiver of one fault leaves open.

use crate::command::{folder, run};
use crate::judged::judge;
use crate::loopholes::{POLICY, code};
use crate::overlay::plan;
use crate::repository::Repo;
use crate::taken_back::{committed, ended, finance, sign_all_of};

const FELIX: &str = "[people.\"felix@acme.example\"]\nstages = [\"finance\"]\n";
const STALE: &str = "digest: \"sha256:0000000000000000000000000000000000000000000000000000000000000000\"";

/// The exit code of the complete plan with these sign-offs of finance.
fn signed(records: &[&str], policy: &str, more: &str) -> i32 {
    let records: Vec<String> = records.iter().map(|record| format!("{{{record}}}")).collect();
    let fragment = format!("stages: {{finance: {{sign_off: [{}]}}}}\n{more}", records.join(", "));
    code(&fragment, &format!("{policy}\n{FELIX}"), &[])
}

fn waiver(rule: &str, at: &str) -> String {
    format!(
        "waivers: {{w: {{rule: {rule}, at: {at}, why: Agreed by the board, by: lea@acme.example, \
         date: 2026-05-20, until: 2026-06-30}}}}"
    )
}

const TWO: &str = "[stages.finance]\nsignatures = 2";
const OVERDUE: &str = "verdict: conditions, conditions: {x: {what: Test it, owner: fay@acme.example, \
                       due: 2026-05-22, risk_accepted_by: lea@acme.example}}";

#[test]
fn the_last_word_of_a_person_counts() {
    let (first, last) = ("by: fay@acme.example, date: 2026-05-20", "by: fay@acme.example, date: 2026-05-21");
    let under_condition = |word: &str| format!("{word}, {OVERDUE}");
    assert_eq!(signed(&[first, last], "", ""), 0);
    assert_eq!(signed(&[first, &under_condition(last)], "", ""), 1);
    assert_eq!(signed(&[&under_condition(last), first], "", ""), 1, "the order in the file does not matter");
    assert_eq!(signed(&[&under_condition(first), last], "", ""), 0);
    assert_eq!(signed(&[first, &under_condition(first)], "", ""), 1, "of one day, the one further down");
    assert_eq!(signed(&[&format!("{first}, {STALE}"), last], "", ""), 0);
    assert_eq!(signed(&[first, last], TWO, ""), 1, "one person is one signature");
}

#[test]
fn a_no_is_taken_back_by_a_word_that_stands() {
    let no = "by: fay@acme.example, date: 2026-05-20, verdict: no-go";
    let back = "by: fay@acme.example, date: 2026-05-21";
    let felix = "by: felix@acme.example, date: 2026-05-21";
    assert_eq!(signed(&[no, back], "", ""), 0);
    for not_back in [&format!("{back}, {STALE}"), felix, "by: fay@acme.example, date: 2026-05-20"] {
        assert_eq!(signed(&[no, not_back, felix], "", ""), 1, "{not_back}");
    }
}

#[test]
fn of_several_no_the_latest_is_told_wherever_it_stands() {
    let no = |who: &str, date: &str| {
        format!("{{by: {who}@acme.example, date: {date}, verdict: no-go, note: said on {date}}}")
    };
    let told = |records: [String; 2]| {
        let fragment = format!("stages: {{finance: {{sign_off: [{}]}}}}", records.join(", "));
        let message = judge(&fragment, FELIX).of_finding("declined-sign-off stages.finance", "message");
        message.as_str().expect("a message").to_owned()
    };
    let (older, newer) = (no("felix", "2026-05-19"), no("fay", "2026-05-20"));
    let latest = "fay@acme.example said no-go for finance on 2026-05-20: said on 2026-05-20";
    assert_eq!(told([older.clone(), newer.clone()]), latest);
    assert_eq!(told([newer.clone(), older]), latest);
    let same_day = no("felix", "2026-05-20");
    assert!(told([newer, same_day]).starts_with("felix@"), "of one day, the one further down");
}

#[test]
fn a_no_is_taken_back_by_a_word_that_is_trusted_as_far_as_the_policy_wants() {
    let no = "{by: fay@acme.example, date: 2026-05-20, verdict: no-go}";
    let with = |records: &str| {
        plan(&format!(
            "stages: {{finance: {{sign_off: [{{by: fay@acme.example, date: 2026-05-18}}, {records}]}}}}"
        ))
    };
    let taken_back = with(&format!("{no}, {{by: fay@acme.example, date: 2026-05-21}}"));
    let policy = format!("[stages.finance]\nassurance = \"committed\"\n{FELIX}{POLICY}");
    for (author, expected) in [("mallory", 1), ("fay", 0)] {
        let Some(repo) = Repo::new() else { return };
        repo.write("launch.toml", &policy);
        repo.save("plan.yaml", with(no), "fay", 20);
        repo.save("plan.yaml", &taken_back, author, 21);
        let told = run(&repo.path(""), &["check", "plan.yaml", "--as-of", "2026-05-28"]);
        assert_eq!(told.code, expected, "{author}");
    }
}

#[test]
fn stale_is_stale_whoever_else_signed() {
    let stale = format!("by: fay@acme.example, date: 2026-05-20, {STALE}");
    let felix = "by: felix@acme.example, date: 2026-05-21";
    assert_eq!(signed(&[felix], "", ""), 0);
    assert_eq!(signed(&[&stale, felix], "", ""), 1);
    assert_eq!(signed(&[&stale, felix], "", &waiver("stale-sign-off", "stages.finance")), 0);
}

#[test]
fn what_is_stale_or_declined_does_not_hide_that_somebody_is_missing() {
    let stale = format!("by: fay@acme.example, date: 2026-05-20, {STALE}");
    let no = "by: fay@acme.example, date: 2026-05-20, verdict: no-go";
    let felix = "by: felix@acme.example, date: 2026-05-20";
    for (rule, word) in [("stale-sign-off", stale.as_str()), ("declined-sign-off", no)] {
        let waived = waiver(rule, "stages.finance");
        assert_eq!(signed(&[word], "", &waived), 0, "{rule}");
        assert_eq!(signed(&[word, felix], TWO, &waived), 0, "{rule}");
        assert_eq!(signed(&[word], TWO, &waived), 1, "{rule}");
        assert_eq!(signed(&[word], &format!("[rules]\n{rule} = \"warn\"\n{TWO}"), ""), 1, "{rule}");
    }
}

#[test]
fn the_order_of_signatures_goes_by_the_clock_across_time_zones() {
    let early = "by: fay@acme.example, date: \"2026-05-22T00:30:00+14:00\"";
    let late = "by: felix@acme.example, date: \"2026-05-21T23:00:00-10:00\"";
    let marketing = |at: &str| {
        let records = format!("[{{{early}}}, {{{late}}}]");
        let fragment = format!(
            "stages: {{finance: {{sign_off: {records}}}, marketing: {{sign_off: {{date: \"{at}\"}}}}}}"
        );
        code(&fragment, &format!("{TWO}\n{FELIX}"), &[])
    };
    assert_eq!(marketing("2026-05-21T12:00:00Z"), 1, "finance is complete at 09:00 of the next day");
    assert_eq!(marketing("2026-05-22T10:00:00Z"), 0);
}

#[test]
fn a_waiver_of_a_signer_takes_what_follows_from_that_alone() {
    let omar = "by: omar@acme.example, date: 2026-05-20";
    let waived = waiver("unentitled-signer", "stages.finance");
    assert_eq!(signed(&[omar], "", &waived), 0);
    assert_eq!(signed(&[omar, omar], TWO, &waived), 1, "one person twice");
    for (not_needed, expected) in [
        ("{}", 1),
        ("{by: sam@acme.example}", 1),
        ("{by: sam@acme.example, why: Nothing to bill, date: 2026-06-20}", 1),
        ("{by: sam@acme.example, why: Nothing to bill}", 0),
    ] {
        let fragment = format!("stages: {{finance: {{sign_off: ~, not_needed: {not_needed}}}}}\n{waived}");
        assert_eq!(code(&fragment, "", &[]), expected, "{not_needed}");
    }
    let waived = waiver("unentitled-signer", "handoffs.price-list");
    for (handoff, expected) in [
        ("{accepted: {by: omar@acme.example}}", 0),
        ("{accepted: {by: omar@acme.example, date: 2026-05-10}}", 1),
        ("{accepted: {by: fay@acme.example}}", 1),
        ("{sent: ~, accepted: {by: omar@acme.example}, not_needed: {}}", 1),
    ] {
        let fragment = format!("handoffs: {{price-list: {handoff}}}\n{waived}");
        assert_eq!(code(&fragment, "", &[]), expected, "{handoff}");
    }
}

#[test]
fn a_stage_is_not_needed_by_a_word_that_is_as_good_as_a_sign_off() {
    let Some(repo) = committed() else { return };
    let waved_off = plan(
        "stages: {leadership: {sign_off: ~, not_needed: {why: A small launch, by: priya@acme.example, \
         date: 2026-05-27}}}",
    );
    repo.save("plan.yaml", &waved_off, "mallory", 28);
    let (code, said) = ended(&repo);
    assert_eq!(code, 1, "{said}");
    assert!(
        said.contains("leadership is called not needed by priya@acme.example, which is only claimed"),
        "{said}"
    );
    assert!(said.contains("priya@acme.example calls leadership not needed: A small launch."), "{said}");
    repo.save("plan.yaml", plan(""), "lea", 28);
    repo.save("plan.yaml", &waved_off, "priya", 28);
    assert_eq!(ended(&repo).0, 0, "{}", ended(&repo).1);
    // Where a typed name is enough for a sign-off, it is enough for this.
    repo.save("launch.toml", POLICY, "priya", 28);
    repo.save("plan.yaml", format!("{waved_off}\n# by hand\n"), "mallory", 28);
    assert_eq!(ended(&repo).0, 0);
}

#[test]
fn a_waiver_is_as_good_as_a_sign_off() {
    let Some(repo) = committed() else { return };
    let waiver = |until: &str| {
        format!(
            "w: {{rule: missing-sign-off, at: stages.finance, why: Fay is ill, by: lea@acme.example, date: 2026-05-27, \
             until: {until}}}"
        )
    };
    let waived =
        |waivers: &str| plan(&format!("stages: {{finance: {{sign_off: ~}}}}\nwaivers: {{{waivers}}}"));
    let told =
        "the waiver `w` by lea@acme.example is only claimed: launch.toml wants sign-offs to be more, and";
    let is_refused = |text: &str| {
        repo.save("plan.yaml", text, "mallory", 28);
        let (code, said) = ended(&repo);
        assert!(code == 1 && said.contains(told) && said.contains("by mallory@acme.example"), "{said}");
        repo.save("plan.yaml", plan(""), "priya", 28);
    };
    is_refused(&waived(&waiver("2026-06-30")));
    repo.save("plan.yaml", waived(&waiver("2026-06-30")), "lea", 28);
    let (code, said) = ended(&repo);
    assert!(code == 0 && said.contains("GO WITH CONDITIONS"), "{said}");
    is_refused(&waived(&waiver("2026-07-30")));

    // What she took out herself, nobody else puts back.
    repo.save("plan.yaml", waived(&waiver("2026-06-30")), "lea", 28);
    repo.save("plan.yaml", plan(""), "lea", 28);
    repo.save("plan.yaml", waived(&waiver("2026-06-30")), "mallory", 28);
    let (code, said) = ended(&repo);
    assert!(code == 1 && said.contains("lea@acme.example took it back"), "{said}");

    // Where a typed name is enough for a sign-off, it is enough for this.
    repo.save("launch.toml", POLICY, "priya", 28);
    repo.save("plan.yaml", waived(&waiver("2026-06-29")), "mallory", 28);
    assert_eq!(ended(&repo).0, 0, "{}", ended(&repo).1);
}

#[test]
fn who_carries_the_risk_of_a_condition_says_so_in_words_of_their_own() {
    let roster = ["finance", "sales"].into_iter().fold(POLICY.to_owned(), |roster, stage| {
        roster.replace(&format!("[\"{stage}\"] }}"), &format!("[\"{stage}\"], waives = true }}"))
    });
    let carried_by = |who: &str, text: &str| {
        let signed = "by: sam@acme.example\n      date: 2026-05-26\n";
        let condition = format!(
            "conditions: {{c: {{what: Train them, owner: sam@acme.example, due: 2026-06-10, risk_accepted_by: \
             {who}@acme.example}}}}"
        );
        text.replace(signed, &format!("{signed}      {condition}\n"))
    };
    let signed = |who: &str, minimum: &str| {
        let repo = Repo::new()?;
        repo.write("launch.toml", format!("[assurance]\nminimum = \"{minimum}\"\n{roster}"));
        sign_all_of(&repo, "plan.yaml", |text| carried_by(who, &text));
        Some(repo)
    };
    let told = "in the words of sam@acme.example alone";
    for (who, minimum, code) in
        [("lea", "committed", 0), ("sam", "committed", 0), ("fay", "claimed", 0), ("fay", "committed", 1)]
    {
        let Some(repo) = signed(who, minimum) else { return };
        let (ended, said) = ended(&repo);
        assert_eq!((ended, said.contains(told)), (code, code == 1), "{who} {minimum}: {said}");
        assert_eq!(said.contains("GO WITH CONDITIONS"), code == 0, "{said}");
    }

    let Some(repo) = signed("lea", "committed") else { return };
    let not_signed_yet = carried_by("lea", &plan("stages: {leadership: {sign_off: ~}}"));
    repo.save("plan.yaml", not_signed_yet, "lea", 28);
    let (_, said) = ended(&repo);
    let said = said.split_whitespace().collect::<Vec<_>>().join(" ");
    assert!(
        said.contains("have lea@acme.example sign for leadership, which comes after it, or answer"),
        "{said}"
    );

    let Some(repo) = signed("fay", "committed") else { return };
    let waived = carried_by("fay", &plan("{}"))
        + "waivers: {w: {rule: weak-assurance, at: stages.sales.sign_off.conditions.c, why: They learn on the 9th, by: \
           fay@acme.example, date: 2026-05-28, until: 2026-06-10}}\n";
    repo.save("plan.yaml", &waived, "sam", 28);
    assert_eq!(ended(&repo).0, 1, "sam waives it in the name of fay");
    repo.save("plan.yaml", carried_by("fay", &plan("{}")), "sam", 28);
    repo.save("plan.yaml", &waived, "fay", 28);
    let (code, said) = ended(&repo);
    assert!(code == 0 && said.contains("GO WITH CONDITIONS"), "{said}");
}

#[test]
fn an_owner_whom_the_roster_does_not_know_calls_nothing_not_needed() {
    let by = |who: &str| {
        format!(
            "owner: {who}@acme.example\nstages: {{leadership: {{sign_off: ~, not_needed: {{why: A small launch, \
             by: {who}@acme.example, date: 2026-05-27}}}}}}"
        )
    };
    assert_eq!(code(&by("priya"), "", &[]), 0);
    assert_eq!(code(&by("mallory"), "", &[]), 1);
    let judged = crate::judged::judge(&by("mallory"), POLICY);
    let finding = |key: &str| judged.of_finding("unentitled-signer stages.leadership", key).to_string();
    assert!(
        finding("message").contains("not needed, but is not on the policy's roster"),
        "{}",
        finding("message")
    );
}

#[test]
fn a_no_in_a_stage_that_is_not_needed_is_told() {
    let fragment = "stages: {finance: {sign_off: {verdict: no-go, note: The trial invoice is wrong}, \
                    not_needed: {why: Nothing is billed, by: priya@acme.example, date: 2026-05-22}}}";
    let folder = folder(&[("plan.yaml", plan(fragment).as_str()), ("launch.toml", POLICY)]);
    for (command, args) in [
        ("check", ["--format", "text"]),
        ("check", ["--format", "markdown"]),
        ("report", ["--format", "text"]),
    ] {
        let said =
            run(folder.path(), &[&[command, "plan.yaml", "--as-of", "2026-05-28"], &args[..]].concat()).out;
        let said =
            said.split_whitespace().collect::<Vec<_>>().join(" ").replace("&#64;", "@").replace('`', "");
        let told = "calls finance not needed: Nothing is billed; fay@acme.example had said no-go for it on 2026-05-20: The trial invoice is wrong";
        assert!(said.contains(told), "{command} {said}");
    }
}

#[test]
fn a_no_that_another_took_out_of_a_stage_that_is_not_needed_is_told() {
    let Some(repo) = committed() else { return };
    let no = "sign_off: {by: fay@acme.example, date: 2026-05-20, verdict: no-go, note: The trial invoice is wrong}";
    repo.save("plan.yaml", finance(no), "fay", 26);
    let waved_off = "not_needed: {why: Nothing is billed, by: priya@acme.example, date: 2026-05-27}";
    repo.save("plan.yaml", finance(&format!("sign_off: ~, {waved_off}")), "priya", 27);
    let (_, said) = ended(&repo);
    let told = "priya@acme.example calls finance not needed: Nothing is billed; fay@acme.example said no-go for \
                finance on 2026-05-26, in commit";
    assert!(said.contains(told) && said.contains("priya@acme.example took it out on 2026-05-27"), "{said}");

    // As long as her no is there, or once she takes it out herself, nobody took anything out.
    for (who, word) in [("priya", format!("{no}, {waved_off}")), ("fay", format!("sign_off: ~, {waved_off}"))]
    {
        let Some(repo) = committed() else { return };
        repo.save("plan.yaml", finance(no), "fay", 26);
        repo.save("plan.yaml", finance(&word), who, 27);
        let (_, said) = ended(&repo);
        assert!(!said.contains("took it out"), "{said}");
    }
}

#[test]
fn a_no_for_which_nothing_asks_is_told() {
    let asked =
        format!("{POLICY}[risks]\nprice = \"Does a price change?\"\n[stages.finance]\nrisks = [\"price\"]\n");
    let said = |fragment: &str| {
        let folder = folder(&[("plan.yaml", plan(fragment).as_str()), ("launch.toml", &asked)]);
        let ended = run(folder.path(), &["check", "plan.yaml", "--as-of", "2026-05-28"]);
        ended.out.split_whitespace().collect::<Vec<_>>().join(" ")
    };
    let no = "stages: {finance: {sign_off: {verdict: no-go, note: The trial invoice is wrong}}}";
    let told = "Mind: nothing asks for finance here; fay@acme.example had said no-go for it on 2026-05-20: The trial \
                invoice is wrong.";
    let answered = said(&format!("risks: {{price: false}}\n{no}"));
    assert!(answered.contains(told), "{answered}");
    let asked = said(&format!("risks: {{price: true}}\n{no}"));
    assert!(!asked.contains("nothing asks") && asked.contains("declined-sign-off"), "{asked}");
    let signed = said("risks: {price: false}");
    assert!(!signed.contains("nothing asks"), "{signed}");
}
