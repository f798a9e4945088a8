//! All that a rule may know from outside the plan and the policy.

use jiff::civil::Date;

use crate::address::Address;

/// What was found out before the rules run.
#[derive(Clone, Debug)]
pub struct Facts {
    /// The day the plan is judged for.
    pub as_of: Date,
    /// Fields whose evidence is a local path that does not exist.
    pub dangling: Vec<Address>,
}
