//! What standings are decided from.

use jiff::civil::Date;

use crate::address::Address;
use crate::facts::Facts;
use crate::plan::Plan;
use crate::policy::Policy;
use crate::standing::need::Basis;
use crate::tree::Node;
use crate::waiving;

/// What standings are decided from.
pub(super) struct Inputs<'a, 'f> {
    pub(super) plan: &'a Plan,
    pub(super) root: &'a Node,
    pub(super) policy: &'a Policy,
    pub(super) facts: &'f Facts,
    pub(super) as_of: Date,
}

impl Inputs<'_, '_> {
    /// What needs are decided from.
    pub(super) fn basis(&self) -> Basis<'_> {
        Basis { plan: self.plan, policy: self.policy, as_of: self.as_of }
    }

    /// Whether a waiver that holds takes one of these rules' findings at an address.
    pub(super) fn is_waived(&self, rules: &[&str], at: &Address) -> bool {
        waiving::is_waived(self.plan, self.policy, self.as_of, rules, at)
    }
}
