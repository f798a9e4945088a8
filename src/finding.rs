//! Findings: what a rule found, where, who can act on it, and what it follows from.

use crate::address::Address;
use crate::source::STDIN;
use crate::span::Span;
use crate::text::shell;
use crate::tree::Node;

/// How much a finding weighs.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Level {
    /// The launch may not go.
    Error,
    /// The launch may go, but somebody should look.
    Warn,
    /// The rule is not applied.
    Off,
}

impl Level {
    /// The word for it, in policies and JSON.
    pub fn word(self) -> &'static str {
        match self {
            Level::Error => "error",
            Level::Warn => "warn",
            Level::Off => "off",
        }
    }
}

/// The kind of failure between departments that a rule belongs to.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Breakdown {
    /// Somebody did not hear, or was not heard.
    Communication,
    /// The departments did not aim at the same thing.
    Strategy,
    /// Something was not done.
    Execution,
}

impl Breakdown {
    /// The word for it.
    pub fn word(self) -> &'static str {
        match self {
            Breakdown::Communication => "communication",
            Breakdown::Strategy => "strategy",
            Breakdown::Execution => "execution",
        }
    }
}

/// Which part of an address is underlined.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Part {
    /// Its key.
    #[default]
    Key,
    /// Its value.
    Value,
}

/// Another place that the finding is about.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Label {
    /// Where.
    pub at: Address,
    /// What is to be seen there.
    pub text: String,
}

/// A finding that another one follows from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Cause {
    /// The rule of the other finding.
    pub rule: &'static str,
    /// Its address.
    pub at: Address,
    /// Whether mending the other also mends this one.
    pub bond: Bond,
}

/// How a finding hangs on its cause.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Bond {
    /// It is gone when its cause is gone, and waived when its cause is waived.
    Consequence,
    /// It has to wait for its cause, and then be mended itself.
    Waits,
}

/// How something is written down, with the file of the plan as a shell takes it. What came by standard input has
/// none: a shell would look for `stdin`.
pub fn with_plan(how: &str, plan: &str) -> String {
    let file = if plan == STDIN { "PLAN".to_owned() } else { shell(plan) };
    how.replace("<plan>", &file)
}

/// What a rule found. The rule, its level and the place in the file are added by the check.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Finding {
    /// The thing at fault.
    pub at: Address,
    /// What is underlined of it.
    pub part: Part,
    /// What is wrong: names the person, the thing and the date.
    pub message: String,
    /// What to do next, as an order to whoever acts.
    pub todo: String,
    /// How to write it down, where that is not plain.
    pub how: Option<String>,
    /// Who can act on it.
    pub owner: Option<String>,
    /// Other places that it is about.
    pub labels: Vec<Label>,
    /// What it follows from, most likely first.
    pub causes: Vec<Cause>,
    /// Whether it can be acted on before anything else is.
    pub actionable: bool,
}

impl Finding {
    /// What to do about it, with the commands for the plan of this name as a shell takes them.
    pub fn help(&self, plan: &str) -> String {
        match &self.how {
            Some(how) => format!("{}: {}", self.todo, with_plan(how, plan)),
            None => self.todo.clone(),
        }
    }

    /// A finding with what to do about it.
    pub fn new(at: Address, message: impl Into<String>, todo: impl Into<String>) -> Finding {
        Finding {
            at,
            part: Part::Key,
            message: message.into(),
            todo: todo.into(),
            how: None,
            owner: None,
            labels: Vec::new(),
            causes: Vec::new(),
            actionable: true,
        }
    }

    /// The bytes that it is about, in the tree of its plan: its value where it asks for that and has one.
    /// The `bool` says whether the address itself was found.
    pub fn span(&self, root: &Node) -> (Span, bool) {
        let (key, found) = root.locate(self.at.as_str());
        let value = || root.at(self.at.as_str()).filter(|node| node.span.start < node.span.end);
        match self.part {
            Part::Value if found => (value().map_or(key, |node| node.span), found),
            _ => (key, found),
        }
    }

    /// Underlines the value instead of the key.
    #[must_use]
    pub fn on_value(mut self) -> Finding {
        self.part = Part::Value;
        self
    }

    /// How to write it down.
    #[must_use]
    pub fn how(mut self, how: impl Into<String>) -> Finding {
        self.how = Some(how.into());
        self
    }

    /// Who can act on it.
    #[must_use]
    pub fn owner(mut self, owner: Option<&str>) -> Finding {
        self.owner = owner.map(str::to_owned);
        self
    }

    /// Another place that it is about.
    #[must_use]
    pub fn label(mut self, at: Address, text: impl Into<String>) -> Finding {
        self.labels.push(Label { at, text: text.into() });
        self
    }

    /// It is only there because of another finding, if that one is there.
    #[must_use]
    pub fn because(mut self, rule: &'static str, at: Address) -> Finding {
        self.causes.push(Cause { rule, at, bond: Bond::Consequence });
        self
    }

    /// It cannot be mended before another finding is, if that one is there.
    #[must_use]
    pub fn waits_for(mut self, rule: &'static str, at: Address) -> Finding {
        self.causes.push(Cause { rule, at, bond: Bond::Waits });
        self
    }

    /// Nobody can act on it yet.
    #[must_use]
    pub fn not_yet(mut self) -> Finding {
        self.actionable = false;
        self
    }
}
