//! What reports name by an id beside the rules. None of it is a rule: nothing switches it off, and no waiver
//! takes it.

/// Something that a report names and that no rule found.
#[derive(Debug)]
pub struct Topic {
    /// Its kebab-case id.
    pub id: &'static str,
    /// Whether there is no verdict because of it.
    pub is_fatal: bool,
    /// What it says, in one line.
    pub summary: &'static str,
    /// What it means.
    pub meaning: &'static str,
    /// What to do next.
    pub todo: &'static str,
}

/// An error of how a file is written.
pub static INVALID: Topic = Topic {
    id: "invalid-plan",
    is_fatal: true,
    summary: "a plan or its policy is not written so that it can be judged",
    meaning: "There is no verdict until this is mended: what could not be read might open a gate. Nothing in \
              the file is ignored, and no value is guessed.",
    todo: "Mend what the message names, at its line, and check again: an error may have hidden others.",
};

/// What happens between launches.
pub static COLLIDING: Topic = Topic {
    id: "colliding-launches",
    is_fatal: false,
    summary: "launches get in each other's way",
    meaning: "Each launch may be fine alone: together they use up what they share, land on customers on one \
              day, or fall into one blackout. Whoever runs them should agree which goes first.",
    todo: "Move one of them, or leave them as they are: this is said, and changes no verdict. What a shared \
           capacity cannot carry is an error of its own, `overloaded-stage`.",
};

/// A plan or a policy that could not be read.
pub static NO_VERDICT: Topic = Topic {
    id: "no-verdict",
    is_fatal: true,
    summary: "a plan or its policy could not be read",
    meaning: "The exit code is 2, also where other plans could be judged: nobody can tell whether this launch \
              may go.",
    todo: "Mend each `invalid-plan` of that file, and check again.",
};

/// A condition of a sign-off that is not met, and that is no error.
pub static OPEN_CONDITION: Topic = Topic {
    id: "open-condition",
    is_fatal: false,
    summary: "a stage signed under a condition that is not met yet",
    meaning: "The launch may go with it, because somebody accepted the risk until a day: the verdict is GO WITH \
              CONDITIONS. With `--strict` it is an error, and the exit code is 1. From the day after it is due it \
              is an error anyway: `overdue-condition`.",
    todo: "Whoever owns the condition meets it and says so, with `launch meet`. What it covers is mended before \
           that: it counts again from then on.",
};

/// A waiver that takes a finding.
pub static WAIVER_IN_FORCE: Topic = Topic {
    id: "waiver-in-force",
    is_fatal: false,
    summary: "somebody answers for a finding that is waived until a day",
    meaning: "The launch may go with it, because somebody who may waive answers for it: the verdict is GO WITH \
              CONDITIONS. With `--strict` it is an error, and the exit code is 1. After its last day what it \
              excuses counts again: `expired-waiver`.",
    todo: "Mend what it excuses before it ends, and take the waiver out.",
};

/// All of them, by id.
pub static TOPICS: [&Topic; 5] = [&COLLIDING, &INVALID, &NO_VERDICT, &OPEN_CONDITION, &WAIVER_IN_FORCE];

/// The topic with this id.
pub fn find(id: &str) -> Option<&'static Topic> {
    TOPICS.into_iter().find(|topic| topic.id == id)
}

impl Topic {
    /// Why nobody can set its level or waive it.
    pub fn is_no_rule(&self) -> String {
        format!("`{}` is no rule: nothing switches it off, and no waiver takes it", self.id)
    }

    /// Where more is said of it.
    pub fn more(&self) -> String {
        format!("`launch explain {}` says what it means and what to do", self.id)
    }
}

#[cfg(test)]
mod tests {
    use super::{TOPICS, find};

    #[test]
    fn each_is_listed_once_by_its_id() {
        assert!(TOPICS.is_sorted_by(|one, next| one.id < next.id));
        for topic in TOPICS {
            assert!(find(topic.id).is_some_and(|found| found.id == topic.id));
            assert!(crate::text::is_kebab(topic.id) && !topic.summary.ends_with('.'), "{}", topic.id);
            assert!(topic.meaning.ends_with('.') && topic.todo.ends_with('.'), "{}", topic.id);
        }
        assert!(find("open-ask").is_none());
    }
}
