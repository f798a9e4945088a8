//! Prints a tree in a random layout, with comments that say what they belong to.

use super::model::Tree;

/// Throws that decide how a tree is written.
pub(crate) struct Dice(u64);

impl Dice {
    pub(crate) fn new(seed: u64) -> Dice {
        Dice(seed | 1)
    }

    /// A number below `sides`.
    pub(crate) fn roll(&mut self, sides: u64) -> u64 {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        (self.0 >> 20) % sides
    }

    pub(crate) fn one_in(&mut self, sides: u64) -> bool {
        self.roll(sides) == 0
    }

    pub(crate) fn pick<'a, T>(&mut self, of: &'a [T]) -> &'a T {
        &of[usize::try_from(self.roll(of.len() as u64)).expect("an index")]
    }
}

/// What a file is like.
pub(crate) struct Printer {
    dice: Dice,
    step: usize,
    list_step: usize,
    comments: usize,
    chatty: bool,
    anchors: Option<Vec<Tree>>,
    out: String,
    /// Where a literal block ends that an empty line would become part of.
    kept: usize,
}

impl Printer {
    /// A text that says what the tree says.
    pub(crate) fn print(seed: u64, tree: &Tree) -> String {
        let mut dice = Dice::new(seed);
        for _ in 0..8 {
            dice.roll(2);
        }
        let step = 1 + usize::try_from(dice.roll(8)).expect("a step");
        let list_step = if dice.one_in(2) { 0 } else { 1 + usize::try_from(dice.roll(8)).expect("a step") };
        let (chatty, anchored) = (!dice.one_in(3), dice.one_in(3));
        let anchors = anchored.then(Vec::new);
        let mut printer =
            Printer { dice, step, list_step, comments: 0, chatty, anchors, out: String::new(), kept: 1 };
        printer.document(tree);
        let text = std::mem::take(&mut printer.out);
        printer.finished(text)
    }

    fn finished(&mut self, mut text: String) -> String {
        if self.dice.one_in(4) && text.ends_with('\n') && !text.ends_with("\n\n") {
            text.pop();
        }
        let text = if self.dice.one_in(4) { text.replace('\n', "\r\n") } else { text };
        if self.dice.one_in(6) { format!("\u{feff}{text}") } else { text }
    }

    fn document(&mut self, tree: &Tree) {
        let mut is_marked = false;
        if self.dice.one_in(12) {
            self.out.push_str("%YAML 1.2\n");
            is_marked = true;
        }
        self.own_line(0, "");
        if is_marked || self.dice.one_in(8) {
            self.out.push_str("---");
            self.beside("");
            self.out.push('\n');
            is_marked = true;
        }
        match tree {
            Tree::Map(entries) if !entries.is_empty() && !self.dice.one_in(12) => {
                let column = if self.dice.one_in(12) { 2 } else { 0 };
                self.own_line(column, "x");
                self.map(entries, column, "", true);
            }
            Tree::Null if self.dice.one_in(2) => {}
            other => {
                let text = self.flow(other, 1, "");
                self.out.push_str(&text);
                self.out.push('\n');
            }
        }
        if is_marked && self.dice.one_in(2) {
            self.out.push_str("...\n");
            self.own_line(0, "");
        }
    }

    fn comment(&mut self, owner: &str) -> String {
        self.comments += 1;
        format!("#{}@{owner}", self.comments)
    }

    /// Perhaps a comment at the end of the line.
    fn beside(&mut self, owner: &str) {
        if self.chatty && self.dice.one_in(5) {
            let (gap, comment) = (*self.dice.pick(&[" ", "   ", "\t"]), self.comment(owner));
            let line = self.out.rsplit('\n').next().unwrap_or_default().trim_start();
            // A tab after the mark of an explicit key is YAML that the second reader does not read.
            let gap = if line.starts_with(':') { " " } else { gap };
            self.out.push_str(gap);
            self.out.push_str(&comment);
        } else if self.dice.one_in(20) {
            self.out.push_str("  ");
        }
    }

    /// Perhaps an empty line, or a comment on a line of its own.
    fn own_line(&mut self, column: usize, owner: &str) {
        if self.out.len() != self.kept && self.dice.one_in(8) {
            self.out.push('\n');
        }
        if self.chatty && self.dice.one_in(6) {
            let comment = self.comment(owner);
            self.out.push_str(&format!("{}{comment}\n", " ".repeat(column)));
            if self.dice.one_in(4) {
                self.out.push('\n');
            }
        }
    }

    fn child(path: &str, step: &str) -> String {
        if path.is_empty() { step.to_owned() } else { format!("{path}.{step}") }
    }

    /// The entries of a map; the first begins where the text ends, or on a line of its own.
    fn map(&mut self, entries: &[(String, Tree)], column: usize, path: &str, own_lines: bool) {
        for (at, (key, value)) in entries.iter().enumerate() {
            let at_path = Self::child(path, key);
            if at > 0 || own_lines {
                if at > 0 {
                    self.own_line(column, &Self::child(path, "x"));
                }
                self.out.push_str(&" ".repeat(column));
            }
            let key = self.key(key);
            if self.dice.one_in(15) {
                self.out.push_str(&format!("? {key}"));
                if *value == Tree::Null && self.dice.one_in(2) {
                    self.beside(&at_path);
                    self.out.push('\n');
                    continue;
                }
                self.out.push_str(&format!("\n{}:", " ".repeat(column)));
                self.value(value, column, &at_path, true);
            } else {
                let gap = if self.dice.one_in(12) { " " } else { "" };
                self.out.push_str(&format!("{key}{gap}:"));
                self.value(value, column, &at_path, false);
            }
        }
        self.own_line(column, &Self::child(path, "x"));
    }

    fn items(&mut self, items: &[Tree], column: usize, path: &str, own_lines: bool) {
        for (at, item) in items.iter().enumerate() {
            let at_path = Self::child(path, &at.to_string());
            if at > 0 || own_lines {
                self.out.push_str(&" ".repeat(column));
            }
            self.out.push('-');
            self.value(item, column, &at_path, true);
        }
    }

    /// What stands after a mark, to the end of its lines.
    fn value(&mut self, value: &Tree, owner: usize, path: &str, may_be_compact: bool) {
        if self.alias(value) {
            self.beside(path);
            self.out.push('\n');
            return;
        }
        let anchor = self.anchor(value);
        match value {
            Tree::Map(entries) if !entries.is_empty() && !self.dice.one_in(3) => {
                if may_be_compact && anchor.is_empty() && !self.dice.one_in(4) {
                    let gap = 1 + usize::try_from(self.dice.roll(3)).expect("a gap");
                    self.out.push_str(&" ".repeat(gap));
                    return self.map(entries, owner + 1 + gap, path, false);
                }
                self.below(&anchor, path);
                let column = owner + self.step;
                self.own_line(column, &format!("{path}.x"));
                self.map(entries, column, path, true);
            }
            Tree::List(items) if !items.is_empty() && !self.dice.one_in(3) => {
                if may_be_compact && anchor.is_empty() && self.dice.one_in(2) {
                    self.out.push(' ');
                    return self.items(items, owner + 2, path, false);
                }
                self.below(&anchor, path);
                let column = owner + if may_be_compact { self.step } else { self.list_step };
                self.items(items, column, path, true);
            }
            Tree::Null if anchor.is_empty() && self.dice.one_in(2) => {
                self.beside(path);
                self.out.push('\n');
            }
            Tree::Word(word) if self.dice.one_in(4) && literal(word).is_some() => {
                self.literal(word, owner, &anchor, path);
            }
            _ => {
                let is_below = anchor.is_empty() && *value != Tree::Null && self.dice.one_in(10);
                if is_below {
                    self.beside(path);
                    self.out.push_str(&format!("\n{}", " ".repeat(owner + self.step)));
                } else {
                    let gap = *self.dice.pick(&[" ", " ", " ", "  ", " \t"]);
                    self.out.push_str(gap);
                }
                let text = self.flow(value, owner + self.step, path);
                self.out.push_str(&format!("{anchor}{text}"));
                self.beside(path);
                self.out.push('\n');
            }
        }
    }

    fn below(&mut self, anchor: &str, path: &str) {
        if !anchor.is_empty() {
            self.out.push_str(&format!(" {}", anchor.trim_end()));
        }
        self.beside(path);
        self.out.push('\n');
    }

    fn literal(&mut self, word: &str, owner: usize, anchor: &str, path: &str) {
        let (marks, lines) = literal(word).expect("a literal");
        let style =
            if self.dice.one_in(4) && !word.trim_end_matches('\n').contains('\n') { '>' } else { '|' };
        self.out.push_str(&format!(" {anchor}{style}{marks}"));
        self.beside(path);
        self.out.push('\n');
        for line in lines {
            let indent = if line.is_empty() { 0 } else { owner + self.step };
            self.out.push_str(&format!("{}{line}\n", " ".repeat(indent)));
        }
        if marks == "+" {
            self.kept = self.out.len();
        }
    }

    fn anchor(&mut self, value: &Tree) -> String {
        if !self.dice.one_in(3) || *value == Tree::Null {
            return String::new();
        }
        let Some(anchors) = &mut self.anchors else { return String::new() };
        anchors.push(value.clone());
        format!("&a{} ", anchors.len())
    }

    fn alias(&mut self, value: &Tree) -> bool {
        let Some(name) = self.alias_name(value) else { return false };
        self.out.push_str(&format!(" *{name}"));
        true
    }

    fn alias_name(&mut self, value: &Tree) -> Option<String> {
        let at = self.anchors.as_ref()?.iter().position(|known| known == value)?;
        self.dice.one_in(2).then(|| format!("a{}", at + 1))
    }

    fn key(&mut self, key: &str) -> String {
        match self.dice.roll(12) {
            0 => format!("\"{key}\""),
            1 => format!("'{key}'"),
            _ => key.to_owned(),
        }
    }

    /// A value between brackets, or any other that needs no block. Lines below are indented.
    fn flow(&mut self, value: &Tree, indent: usize, path: &str) -> String {
        match value {
            Tree::Null => self.dice.pick(&["~", "null"]).to_string(),
            Tree::Bool(value) => value.to_string(),
            Tree::Word(word) => self.word(word, indent),
            Tree::List(items) => {
                let parts: Vec<(String, String)> = items
                    .iter()
                    .enumerate()
                    .map(|(at, item)| {
                        let at_path = Self::child(path, &at.to_string());
                        (self.part(item, indent + 2, &at_path), at_path)
                    })
                    .collect();
                self.bracketed(['[', ']'], &parts, indent, path)
            }
            Tree::Map(entries) => {
                let parts: Vec<(String, String)> = entries
                    .iter()
                    .map(|(key, value)| {
                        let written = self.key(key);
                        let at_path = Self::child(path, key);
                        let entry = match value {
                            Tree::Null if self.dice.one_in(3) => written,
                            Tree::Null if self.dice.one_in(3) => format!("{written}:"),
                            value => format!("{written}: {}", self.part(value, indent + 2, &at_path)),
                        };
                        (entry, at_path)
                    })
                    .collect();
                self.bracketed(['{', '}'], &parts, indent, path)
            }
        }
    }

    fn part(&mut self, value: &Tree, indent: usize, path: &str) -> String {
        if let Some(name) = self.alias_name(value) {
            return format!("*{name} ");
        }
        let anchor = self.anchor(value);
        format!("{anchor}{}", self.flow(value, indent, path))
    }

    fn bracketed(
        &mut self,
        ends: [char; 2],
        parts: &[(String, String)],
        indent: usize,
        path: &str,
    ) -> String {
        let [open, close] = ends;
        let comma = if !parts.is_empty() && self.dice.one_in(6) { "," } else { "" };
        if parts.is_empty() || !self.dice.one_in(4) {
            let room = if self.dice.one_in(4) { " " } else { "" };
            let separator = *self.dice.pick(&[", ", ", ", ",  "]);
            let parts: Vec<&str> = parts.iter().map(|(part, _)| part.as_str()).collect();
            return format!("{open}{room}{}{comma}{room}{close}", parts.join(separator));
        }
        let mut out = open.to_string();
        let mut owner = format!("{path}.x");
        for (at, (part, at_path)) in parts.iter().enumerate() {
            if self.chatty && self.dice.one_in(6) {
                out.push_str(&format!(" {}", self.comment(&owner)));
            }
            let separator = if at + 1 < parts.len() { "," } else { comma };
            out.push_str(&format!("\n{}{part}{separator}", " ".repeat(indent + 1)));
            owner.clone_from(at_path);
        }
        if self.chatty && self.dice.one_in(6) {
            out.push_str(&format!(" {}", self.comment(&owner)));
        }
        format!("{out}\n{}{close}", " ".repeat(indent + 1))
    }

    fn word(&mut self, word: &str, indent: usize) -> String {
        let is_plain = |c: char| c.is_ascii_lowercase() || c == ' ';
        let is_bare = !word.is_empty() && word.trim() == word && word.chars().all(is_plain);
        let is_bare = is_bare && !["true", "false", "null"].contains(&word);
        let fold = format!("\n{}", " ".repeat(indent + 1));
        match self.dice.roll(6) {
            0 if word.chars().all(|c| !c.is_control() && c != '\'') => format!("'{word}'"),
            1 if is_bare && word.contains(' ') && !word.contains("  ") => word.replace(' ', &fold),
            2 if is_bare && word.contains(' ') && !word.contains("  ") => {
                format!("\"{}\"", word.replace(' ', &fold))
            }
            3.. if is_bare => word.to_owned(),
            _ => serde_json::to_string(word).expect("JSON"),
        }
    }
}

/// A word as a literal block: its marks and its lines.
fn literal(word: &str) -> Option<(&'static str, Vec<&str>)> {
    let body = word.trim_end_matches('\n');
    let is_line = |line: &str| {
        line.chars().all(|c| c == ' ' || (!c.is_control() && !c.is_whitespace())) && !line.ends_with(' ')
    };
    if body.is_empty() || body.starts_with([' ', '\n']) || !body.split('\n').all(is_line) {
        return None;
    }
    let marks = match word.len() - body.len() {
        0 => "-",
        1 => "",
        _ => "+",
    };
    let kept = word.len() - body.len();
    let lines = body.split('\n').chain(std::iter::repeat_n("", kept.saturating_sub(1)));
    Some((marks, lines.collect()))
}
