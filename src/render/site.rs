//! Where files are in their repository: a platform finds the lines of a pull request by that.

use std::borrow::Cow;

use crate::source::STDIN;

/// Tells the way from a folder to a file by their real names, as it is shown; none where the file is not in it.
type Follow = fn(&str, &str) -> Option<String>;

/// The folder that a platform counts paths from, and where in it the command was called.
#[derive(Clone, Debug, Default)]
pub struct Site {
    root: Option<String>,
    inside: Vec<String>,
    follow: Option<Follow>,
}

impl Site {
    /// A site from two absolute folders, as they are shown; none of it matters when the second is not
    /// in the first.
    pub fn new(root: &str, here: &str) -> Site {
        let root = root.trim_end_matches('/');
        let Some(inside) = here.strip_prefix(root).filter(|rest| rest.is_empty() || rest.starts_with('/'))
        else {
            return Site::default();
        };
        let inside = inside.split('/').filter(|step| !step.is_empty()).map(str::to_owned).collect();
        Site { root: Some(root.to_owned()), inside, follow: None }
    }

    /// The same, where what is outside by its words is looked for by its real name.
    #[must_use]
    pub fn following(self, follow: Follow) -> Site {
        Site { follow: Some(follow), ..self }
    }

    /// The path of a file from the root, with `/` between its steps; a file outside keeps the path
    /// that it is shown with.
    pub fn path<'a>(&self, shown: &'a str) -> Cow<'a, str> {
        let plain = shown.split('/').all(|step| !matches!(step, "" | "." | ".."));
        if shown == STDIN || (plain && self.inside.is_empty() && !is_absolute(shown)) {
            return Cow::Borrowed(shown);
        }
        let below = match is_absolute(shown) {
            true => self.root.as_deref().and_then(|root| shown.strip_prefix(root)?.strip_prefix('/')),
            false => Some(shown),
        };
        let start = if is_absolute(shown) { &[][..] } else { self.inside.as_slice() };
        let found = below.and_then(|below| resolved(start, below)).or_else(|| self.followed(shown));
        found.map_or(Cow::Borrowed(shown), Cow::Owned)
    }

    fn followed(&self, shown: &str) -> Option<String> {
        (self.follow?)(self.root.as_deref()?, shown)
    }
}

/// Whether a path, as it is shown, does not depend on where the command was called.
pub(super) fn is_absolute(path: &str) -> bool {
    let drive = |bytes: &[u8]| matches!(bytes, [letter, b':', b'/', ..] if letter.is_ascii_alphabetic());
    path.starts_with('/') || drive(path.as_bytes())
}

/// The steps of a path from a folder, none when they lead above the root.
fn resolved(start: &[String], path: &str) -> Option<String> {
    let mut steps: Vec<&str> = start.iter().map(String::as_str).collect();
    for step in path.split('/') {
        match step {
            "" | "." => {}
            ".." => drop(steps.pop()?),
            step => steps.push(step),
        }
    }
    Some(steps.join("/"))
}

#[cfg(test)]
mod tests {
    use super::Site;

    #[test]
    fn paths_are_counted_from_the_root() {
        let at_root = Site::new("/srv/repo", "/srv/repo");
        for (shown, path) in [
            ("launches/a.yaml", "launches/a.yaml"),
            ("launches/../b.yaml", "b.yaml"),
            ("/srv/repo/launches/a.yaml", "launches/a.yaml"),
            ("/srv/repository/a.yaml", "/srv/repository/a.yaml"),
            ("../a.yaml", "../a.yaml"),
            ("<stdin>", "<stdin>"),
            ("C:/a.yaml", "C:/a.yaml"),
            ("a: b.yaml", "a: b.yaml"),
        ] {
            assert_eq!(at_root.path(shown), path);
        }
    }

    #[test]
    fn a_folder_inside_the_repository_is_put_before() {
        let inside = Site::new("/srv/repo/", "/srv/repo/teams/a");
        for (shown, path) in [
            ("plan.yaml", "teams/a/plan.yaml"),
            ("../b/plan.yaml", "teams/b/plan.yaml"),
            ("../../../plan.yaml", "../../../plan.yaml"),
            ("/srv/repo/plan.yaml", "plan.yaml"),
            ("<stdin>", "<stdin>"),
        ] {
            assert_eq!(inside.path(shown), path);
        }
    }

    #[test]
    fn only_what_is_outside_by_its_words_is_looked_for() {
        let follow = |root: &str, path: &str| Some(format!("{}|{root}", path.strip_prefix("/link/")?));
        let site = Site::new("/srv/repo", "/srv/repo/teams").following(follow);
        for (shown, path) in [
            ("/link/a.yaml", "a.yaml|/srv/repo"),
            ("/other/a.yaml", "/other/a.yaml"),
            ("a.yaml", "teams/a.yaml"),
            ("<stdin>", "<stdin>"),
        ] {
            assert_eq!(site.path(shown), path);
        }
        assert_eq!(Site::default().following(follow).path("/link/a.yaml"), "/link/a.yaml");
    }

    #[test]
    fn without_a_repository_paths_stay_as_they_are() {
        for site in [Site::default(), Site::new("/srv/repo", "/srv/repository")] {
            assert_eq!(site.path("a/plan.yaml"), "a/plan.yaml");
            assert_eq!(site.path("/srv/repo/plan.yaml"), "/srv/repo/plan.yaml");
        }
    }
}
