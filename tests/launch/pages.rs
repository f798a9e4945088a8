//! The rules' pages: their form, and their examples, which are laid over a complete plan and judged.

use jiff::civil::Date;
use launch::address::Address;
use launch::facts::Commit;
use launch::moment;
use launch::plan::Kind;
use launch::rule::Rule;
use launch::rules::RULES;

use crate::overlay;

const HEADINGS: [&str; 4] = ["## What it checks", "## Why it matters", "## Example", "## Instead"];

#[test]
fn the_complete_plan_has_no_findings() {
    let policy = overlay::policy(Kind::Product, "");
    let found = overlay::findings(overlay::BASE, &policy, overlay::base_day());
    assert!(found.is_empty(), "{found:#?}");
}

#[test]
fn every_page_has_its_parts_in_order() {
    for rule in RULES {
        let page = rule.page;
        assert!(page.starts_with(&format!("# {}\n", rule.id)), "{}.md begins with its id", rule.id);
        let headings: Vec<&str> = page.lines().filter(|line| line.starts_with("## ")).collect();
        assert_eq!(headings, HEADINGS, "the headings of {}.md", rule.id);
        assert!(!rule.customer_loses().is_empty(), "{}.md says what the customer loses", rule.id);
        assert!(!rule.organisation_loses().is_empty(), "{}.md says what the organisation loses", rule.id);
        for line in page.lines() {
            assert!(line.chars().count() <= 120, "{}.md has a line of over 120 characters: {line}", rule.id);
        }
    }
}

#[test]
fn every_example_raises_its_rule_and_nothing_else() {
    let failed: Vec<String> = RULES.iter().filter_map(|rule| example(rule).err()).collect();
    assert!(failed.is_empty(), "{}", failed.join("\n\n"));
}

#[test]
fn no_instead_raises_anything() {
    let failed: Vec<String> = RULES.iter().filter_map(|rule| instead(rule).err()).collect();
    assert!(failed.is_empty(), "{}", failed.join("\n\n"));
}

/// A reader takes what stands under Instead as it is, without what the complete plan has beside it.
#[test]
fn what_stands_under_instead_does_for_its_rule_by_itself() {
    let failed: Vec<String> = RULES.iter().filter_map(|rule| alone(rule).err()).collect();
    assert!(failed.is_empty(), "{}", failed.join("\n\n"));
}

fn alone(rule: &Rule) -> Result<(), String> {
    let case = Case::of(rule, "## Instead");
    let found = case.judged(&overlay::alone(&case.plan));
    let own: Vec<_> = found.iter().filter(|(name, _)| name.split(' ').next() == Some(rule.id)).collect();
    match own.is_empty() {
        true => Ok(()),
        false => Err(format!("what stands under Instead in {}.md by itself raises {own:#?}", rule.id)),
    }
}

fn example(rule: &Rule) -> Result<(), String> {
    let case = Case::of(rule, "## Example");
    let found = case.run();
    let roots: Vec<&(String, bool)> = found.iter().filter(|(_, follows)| !follows).collect();
    let own = |(name, _): &&(String, bool)| name.split(' ').next() == Some(rule.id);
    match !roots.is_empty() && roots.iter().all(own) {
        true => Ok(()),
        false => Err(format!("the example of {}.md raises {roots:#?}", rule.id)),
    }
}

fn instead(rule: &Rule) -> Result<(), String> {
    let found = Case::of(rule, "## Instead").run();
    match found.is_empty() {
        true => Ok(()),
        false => Err(format!("what stands under Instead in {}.md raises {found:#?}", rule.id)),
    }
}

/// One example of a page.
struct Case {
    plan: String,
    policy: String,
    as_of: Date,
    committed: Vec<(Address, Commit)>,
}

impl Case {
    fn of(rule: &Rule, heading: &str) -> Case {
        let section = |heading: &str| {
            let from = rule.page.split_once(heading).unwrap_or_else(|| panic!("{}: {heading}", rule.id)).1;
            from.split("\n## ").next().unwrap_or_default().to_owned()
        };
        let here = section(heading);
        let plan = fenced(&here, "yaml").unwrap_or_else(|| panic!("{}.md: yaml under {heading}", rule.id));
        let policy =
            fenced(&here, "toml").or_else(|| fenced(&section("## Example"), "toml")).unwrap_or_default();
        let day = plan.lines().find_map(|line| line.strip_prefix("# as of "));
        let as_of = day.map_or(overlay::base_day(), |day| day.trim().parse().expect("a date"));
        let committed =
            plan.lines().filter_map(|line| committed(line.strip_prefix("# committed ")?)).collect();
        Case { plan, policy, as_of, committed }
    }

    /// Each finding as "rule address message", and whether it follows from another.
    fn run(&self) -> Vec<(String, bool)> {
        self.judged(&overlay::plan(&self.plan))
    }

    fn judged(&self, plan: &str) -> Vec<(String, bool)> {
        let policy = overlay::policy(Kind::Product, &self.policy);
        let found = overlay::judged(plan, &policy, self.as_of, &self.committed);
        let shown = |one: &launch::check::Raised| {
            format!("{} {}: {}", one.rule.id, one.finding.at, one.finding.message)
        };
        found.iter().map(|one| (shown(one), one.follows_from.is_some())).collect()
    }
}

/// `<address> by <author> on <day>`: what git would have said of a sign-off.
fn committed(words: &str) -> Option<(Address, Commit)> {
    let (at, rest) = words.split_once(" by ")?;
    let (author, day) = rest.split_once(" on ")?;
    let date = moment::parse(day.trim()).expect("a date");
    let commit = Commit { id: "abc1234".to_owned(), author: author.to_owned(), date, is_signed: false };
    Some((Address::new(at), commit))
}

fn fenced(section: &str, language: &str) -> Option<String> {
    let (_, after) = section.split_once(&format!("```{language}\n"))?;
    Some(after.split("```").next()?.to_owned())
}
