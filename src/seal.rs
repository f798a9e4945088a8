//! What a sign-off covers: its digest, and the text that is signed.
//!
#![doc = include_str!("seal.md")]

use serde_json::{Map, Value as Json};

use crate::address::Address;
use crate::content::content;
use crate::digest::{canonical, digest};
use crate::named::Named;
use crate::plan::Plan;
use crate::policy::Policy;
use crate::text::visible;
use crate::tree::{Node, Value};

/// What a signature is for, so that a key's other signatures mean nothing here.
pub const NAMESPACE: &str = "launch-sign-off";

/// What a payload says of its own form.
pub const PAYLOAD: &str = "launch-sign-off-1";

/// The line that a text to be signed begins with.
pub const STATEMENT: &str = "launch sign-off 1\n";

/// The page that says what is covered, and how the digest is taken.
pub const PAGE: &str = include_str!("seal.md");

/// What the digests of a stage's sign-offs are computed from.
#[derive(Clone, Copy, Debug)]
pub struct Seal<'a> {
    /// The plan, as it was written.
    pub root: &'a Node,
    /// The plan, as it was read.
    pub plan: &'a Plan,
    /// The policy, which says where hand-offs go and who commits to dates.
    pub policy: &'a Policy,
    /// The stage that signs.
    pub stage: &'a str,
    /// The required stages directly before it.
    pub before: &'a [&'a str],
    /// Whether no required stage comes after it.
    pub is_last: bool,
}

impl Seal<'_> {
    /// The digest of what a sign-off of this stage covers; `record` is that sign-off in the tree.
    pub fn digest(&self, record: &Node) -> String {
        digest(canonical(&self.payload(record)).as_bytes())
    }

    /// What a sign-off of this stage covers: the plan without everything that it does not cover.
    pub fn payload(&self, record: &Node) -> Json {
        let mut payload = Map::new();
        payload.insert("format".to_owned(), Json::from(PAYLOAD));
        payload.insert("stage".to_owned(), Json::from(self.stage));
        for key in ["launch", "kind", "tier", "risks", "owner"] {
            self.copy(key, &mut payload);
        }
        payload.insert("stages".to_owned(), Json::Object(self.stages(record)));
        let plan = self.plan;
        self.pick(&mut payload, "handoffs", &plan.handoffs, |id, handoff| {
            self.policy.receiver(id, Some(handoff)) == Some(self.stage)
        });
        self.pick(&mut payload, "promises", &plan.promises, |_, promise| {
            [&promise.made_by, &promise.kept_by].into_iter().any(|end| end.text() == Some(self.stage))
        });
        self.pick(&mut payload, "loads", &plan.loads, |_, load| {
            [&load.from, &load.to].into_iter().any(|end| end.text() == Some(self.stage))
        });
        self.pick(&mut payload, "incentives", &plan.incentives, |_, incentive| {
            incentive.rewards.text() == Some(self.stage)
        });
        self.pick(&mut payload, "goals", &plan.goals, |_, goal| goal.stage.text() == Some(self.stage));
        for goal in payload.get_mut("goals").and_then(Json::as_object_mut).into_iter().flatten() {
            goal.1.as_object_mut().and_then(|goal| goal.remove("actual"));
        }
        if matches!(self.stage, "customer" | "product") {
            self.copy("needs", &mut payload);
        }
        if self.policy.stages.get(self.stage).is_some_and(|stage| stage.commits_to_dates) {
            self.copy("dates", &mut payload);
        }
        if self.is_last {
            self.copy("waivers", &mut payload);
        }
        Json::Object(payload)
    }

    /// The stage with this sign-off, and of the stages before it their sign-offs.
    fn stages(&self, record: &Node) -> Map<String, Json> {
        let mut stages = Map::new();
        for id in self.before {
            let records = Json::Array(self.sign_offs(id).map(|node| recorded(node, &["met"])).collect());
            stages.insert((*id).to_owned(), Json::Object(Map::from_iter([("sign_off".to_owned(), records)])));
        }
        let node = self.root.at(Address::stage(self.stage).as_str());
        let mut own = match node.map(content) {
            Some(Json::Object(own)) => own,
            _ => Map::new(),
        };
        let asks = node.and_then(|node| node.entry("asks")).map(|asks| asks.node.entries());
        let open = asks.unwrap_or_default().iter().filter(|ask| ask.node.is_null());
        if let Some(Json::Object(asks)) = own.get_mut("asks") {
            asks.extend(open.map(|ask| (ask.key.clone(), Json::from("open"))));
        }
        own.insert("sign_off".to_owned(), recorded(record, &["met", "digest", "signature"]));
        stages.insert(self.stage.to_owned(), Json::Object(own));
        stages
    }

    /// The sign-offs of a stage, of which there is one unless the policy wants more.
    fn sign_offs(&self, stage: &str) -> impl Iterator<Item = &Node> {
        let node = self.root.at(Address::stage(stage).join("sign_off").as_str());
        let node = node.filter(|node| !node.is_null());
        node.into_iter().flat_map(|node| match &node.value {
            Value::List(items) => items.as_slice(),
            _ => std::slice::from_ref(node),
        })
    }

    fn copy(&self, key: &str, payload: &mut Map<String, Json>) {
        let value = self.root.at(key).map(content);
        let says_nothing = |value: &Json| value.is_null() || value.as_object().is_some_and(Map::is_empty);
        if let Some(value) = value.filter(|value| !says_nothing(value)) {
            payload.insert(key.to_owned(), value);
        }
    }

    /// Those things of a kind that the stage answers for.
    fn pick<T>(
        &self,
        payload: &mut Map<String, Json>,
        kind: &str,
        things: &Named<T>,
        is_its: impl Fn(&str, &T) -> bool,
    ) {
        let picked = things.iter().filter(|(id, thing)| is_its(id, thing)).filter_map(|(id, _)| {
            Some((id.to_owned(), content(self.root.at(kind)?.entry(id).map(|entry| &entry.node)?)))
        });
        let picked: Map<String, Json> = picked.collect();
        if !picked.is_empty() {
            payload.insert(kind.to_owned(), Json::Object(picked));
        }
    }
}

/// The text that a signature of a sign-off is made over.
pub fn statement(launch: &str, stage: &str, record: &Node, digest: &str) -> String {
    let field = |key: &str| match record.entry(key).map(|entry| &entry.node.value) {
        Some(Value::Text(text) | Value::Number(text)) => visible(text).into_owned(),
        _ => String::new(),
    };
    let verdict = match field("verdict") {
        said if said.is_empty() => "go".to_owned(),
        said => said,
    };
    let (by, date) = (field("by"), field("date"));
    let launch = visible(launch);
    format!(
        "{STATEMENT}launch: {launch}\nstage: {stage}\nby: {by}\ndate: {date}\nverdict: {verdict}\ndigest: {digest}\n"
    )
}

/// A sign-off without what the tool wrote into it, and its conditions without whether they are met.
pub fn record(node: &Node) -> Json {
    recorded(node, &["met"])
}

fn recorded(node: &Node, without: &[&str]) -> Json {
    let mut json = content(node);
    if let Some(record) = json.as_object_mut() {
        record.retain(|key, _| !without.contains(&key.as_str()));
        let conditions = record.get_mut("conditions").and_then(Json::as_object_mut);
        for (_, condition) in conditions.into_iter().flatten() {
            condition.as_object_mut().and_then(|condition| condition.remove("met"));
        }
    }
    json
}

#[cfg(test)]
mod tests {
    use super::{PAGE, Seal, statement};
    use crate::digest::canonical;
    use crate::plan::{Kind, PlanFile};
    use crate::policy::{Choice, Policy, Vocabulary};
    use crate::source::Source;

    /// The last block of the page in a language.
    fn block(language: &str) -> &'static str {
        let (_, after) = PAGE.rsplit_once(&format!("```{language}\n")).expect("a block");
        after.split("```").next().expect("its end").trim_end()
    }

    #[test]
    fn the_test_vector_of_the_page_holds() {
        let file = PlanFile::read(Source::new("plan.yaml", block("yaml")));
        let read = |_: &std::path::Path| panic!("the built-in policy reads no file");
        let policy = Policy::load(&Choice::BuiltIn, Kind::Product, &Vocabulary { rules: &[] }, &read)
            .expect("the built-in policy");
        let seal = Seal {
            root: &file.root,
            plan: &file.plan,
            policy: &policy,
            stage: "customer",
            before: &[],
            is_last: false,
        };
        let record = file.root.at("stages.customer.sign_off").expect("a sign-off");
        assert_eq!(canonical(&seal.payload(record)), block("json"));
        assert_eq!(seal.digest(record), block("text"));
        let statement = statement("Test\n", "customer", record, block("text"));
        assert_eq!(statement.lines().count(), 7);
        assert!(
            statement.starts_with("launch sign-off 1\nlaunch: Test\\n\nstage: customer\n"),
            "{statement}"
        );
        assert!(statement.ends_with(&format!("verdict: go\ndigest: {}\n", block("text"))), "{statement}");
    }
}
