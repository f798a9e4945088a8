//! What somebody is told who signs where the policy wants more than a typed name.

use super::{Repository, WANT_COMMITS, messages, unsigned};
use crate::command::run;
use crate::overlay::plan;

const WANT_KEYS: &str = "\n[assurance]\nminimum = \"signed\"\nallowed_signers = \"keys\"\n";

/// A repository without the sign-off of finance and those after it, in which sam works.
fn of_sam(policy: &str) -> Option<Repository> {
    let repository = Repository::new(&unsigned(), policy)?;
    std::fs::write(repository.path().join("keys"), "").expect("written");
    repository.git(&["config", "user.email", "sam@acme.example"]);
    repository.commit("priya", "2026-05-19T09:00:00Z");
    Some(repository)
}

/// Signs for finance on a day; the exit code, and what was said.
fn sign(repository: &Repository, args: &[&str]) -> (i32, String) {
    let sign = ["sign", "plan.yaml", "finance", "--date", "2026-05-20"];
    let mut command = crate::command::launch(repository.path());
    command.env_remove("GIT_AUTHOR_EMAIL").env_remove("SSH_AUTH_SOCK");
    let ended = crate::command::ends(command.args([&sign, args].concat()));
    (ended.code, format!("{}{}", ended.out, ended.err))
}

#[test]
fn whose_commit_is_wanted_is_said_where_git_knows_somebody_else() {
    let Some(repository) = of_sam(WANT_COMMITS) else { return };
    let (code, said) = sign(&repository, &[]);
    assert!(code == 2 && said.contains("hint: have fay@acme.example sign and commit this"), "{said}");
    assert!(!said.contains("--by"), "{said}");
    let fays = ["--by", "fay@acme.example"];
    let warning = "the policy wants fay@acme.example's own commit; in one of sam@acme.example, whom git knows here, \
                   this sign-off does not count";
    let (code, said) = sign(&repository, &fays);
    assert!(code == 0 && said.contains(warning), "{said}");
    repository.git(&["checkout", "-q", "plan.yaml"]);
    repository.git(&["config", "user.email", "fay@acme.example"]);
    let (code, said) = sign(&repository, &fays);
    assert!(code == 0 && !said.contains("own commit"), "{said}");
    let Some(claimed) = of_sam("") else { return };
    let (_, said) = sign(&claimed, &[]);
    assert!(said.contains("record what they said with `--by fay@acme.example`"), "{said}");
    let (code, said) = sign(&claimed, &fays);
    assert!(code == 0 && !said.contains("own commit"), "{said}");
}

#[test]
fn a_sign_off_that_stands_there_already_is_not_written() {
    for (policy, again) in [(WANT_COMMITS, true), ("", false)] {
        let Some(repository) = of_sam(policy) else { return };
        let fays = ["--by", "fay@acme.example"];
        let (code, said) = sign(&repository, &fays);
        assert!(code == 0 && said.contains("Written to plan.yaml."), "{said}");
        let (code, said) = sign(&repository, &fays);
        assert!(
            code == 0 && said.contains("That stands there already: nothing was written to plan.yaml."),
            "{said}"
        );
        assert!(!said.contains("Written to"), "{said}");
        assert_eq!(said.contains("take it out with `launch unsign`"), again, "{said}");
    }
}

#[test]
fn a_key_is_named_where_one_is_wanted() {
    let Some(repository) = of_sam(WANT_KEYS) else { return };
    let fays = ["--by", "fay@acme.example"];
    let (code, said) = sign(&repository, &fays);
    assert!(code == 2 && said.contains("hint: name your key with `--key`"), "{said}");
    let next = |repository: &Repository| {
        run(repository.path(), &["next", "plan.yaml", "--for", "finance", "--as-of", "2026-05-28"]).out
    };
    assert!(
        next(&repository).contains("launch sign plan.yaml finance --key <file>\n"),
        "{}",
        next(&repository)
    );
    let Some(committed) = of_sam(WANT_COMMITS) else { return };
    assert!(next(&committed).contains("launch sign plan.yaml finance\n"), "{}", next(&committed));
}

#[test]
fn who_is_called_by_no_address_can_commit_nothing() {
    let named = |who: &str| plan(&format!("stages: {{finance: {{owner: {who}, sign_off: {{by: {who}}}}}}}"));
    let policy = format!("{WANT_COMMITS}[people.fay]\nstages = [\"finance\"]\n");
    for (who, is_told) in [("fay", true), ("fay@acme.example", false)] {
        let Some(repository) = Repository::new(&named(who), &policy) else { return };
        repository.commit("priya", "2026-05-20T09:00:00Z");
        let weak = messages(&repository.check(&[]), "weak-assurance");
        let of_finance =
            weak.iter().find(|message| message.starts_with("stages.finance:")).expect("a finding");
        let told = "fay is no e-mail address, and commits name their authors by address: call fay by it, on the roster too";
        assert_eq!(of_finance.contains(told), is_told, "{of_finance}");
    }
}
