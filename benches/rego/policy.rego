# The main rules of `launch check`, as a Rego policy: what a team would write that has a policy engine already.
#
# It carries, of plans that are made as `launch schema plan` says: owners, placeholders, needs, asks with their
# evidence, the order of sign-offs, who may sign, hand-offs sent and accepted, promises against commitments, loads
# against capacities, incentives, gate dates, and who was told inside.
#
# It does not carry: the shape of plans and its problems; positions, wording, advice and what follows from what;
# `conditions` and waivers; stages, hand-offs and asks that are not needed, and risks; several signatures of one
# stage; delegations and the days from and until which a person may sign; sealed and signed sign-offs, what git knows;
# the calendar, lead times and every rule that only warns; units that have to be converted, and quantities of another
# form than "at most NUMBER UNIT" or "LOW to HIGH UNIT"; capacities that several plans share.
package launch

import data.law

# Order and sign-offs.

entitled(person, stage) if stage in law.people[person]

signed[id] := record.date if {
	some id, stage in input.stages
	law.stages[id]
	record := stage.sign_off
	record.date <= law.as_of
	entitled(record.by, id)
	not record.verdict == "no-go"
}

deny contains sprintf("stages.%s: missing-sign-off", [id]) if {
	some id, _ in law.stages
	not input.stages[id].sign_off
}

deny contains sprintf("stages.%s: declined-sign-off", [id]) if {
	some id, _ in law.stages
	input.stages[id].sign_off.verdict == "no-go"
}

deny contains sprintf("stages.%s: early-sign-off", [id]) if {
	some id, stage in law.stages
	input.stages[id].sign_off
	some before in stage.after
	not signed[before]
}

deny contains sprintf("stages.%s: early-sign-off", [id]) if {
	some id, stage in law.stages
	some before in stage.after
	signed[before] > input.stages[id].sign_off.date
}

deny contains sprintf("stages.%s: unentitled-signer", [id]) if {
	some id, _ in law.stages
	record := input.stages[id].sign_off
	not entitled(record.by, id)
}

deny contains sprintf("stages.%s: future-sign-off", [id]) if {
	some id, _ in law.stages
	input.stages[id].sign_off.date > law.as_of
}

# Hand-offs.

deny contains sprintf("handoffs.%s: missing-handoff", [id]) if {
	some id, _ in law.handoffs
	not input.handoffs[id]
}

deny contains sprintf("handoffs.%s: unsent-handoff", [id]) if {
	some id, handoff in input.handoffs
	not handoff.sent.date
}

deny contains sprintf("handoffs.%s: unaccepted-handoff", [id]) if {
	some id, handoff in input.handoffs
	handoff.sent.date
	not accepted_handoff(id, handoff)
}

deny contains sprintf("handoffs.%s: returned-handoff", [id]) if {
	some id, handoff in input.handoffs
	handoff.returned
}

deny contains sprintf("handoffs.%s: self-accepted-handoff", [id]) if {
	some id, handoff in input.handoffs
	handoff.sent.by == handoff.accepted.by
}

accepted_handoff(id, handoff) if {
	handoff.accepted.date
	entitled(handoff.accepted.by, law.handoffs[id].to)
}

# Owners, asks and needs.

deny contains sprintf("stages.%s: missing-owner", [id]) if {
	some id, _ in law.stages
	not input.stages[id].owner
}

deny contains "owner: missing-owner" if not input.owner

deny contains sprintf("stages.%s.asks.%s: open-ask", [id, ask]) if {
	some id, stage in law.stages
	some ask, _ in stage.asks
	not done(input.stages[id].asks[ask])
}

done(answer) if answer == "done"

done(answer) if answer.done

deny contains sprintf("stages.%s.asks.%s: unproven-ask", [id, ask]) if {
	some id, stage in law.stages
	some ask, evidence in stage.asks
	evidence
	input.stages[id].asks[ask] == "done"
}

deny contains "needs: unproven-need" if not some_need

some_need if some _ in input.needs

deny contains sprintf("needs.%s: unproven-need", [id]) if {
	some id, need in input.needs
	not shown(need)
}

shown(need) if {
	some evidence in need.evidence
	evidence.count > 0
	evidence.date
	evidence.link
}

deny contains sprintf("needs.%s: unanswered-need", [id]) if {
	some id, need in input.needs
	not need.answer
	not need.declined
}

# Promises and loads.

deny contains sprintf("promises.%s: unbacked-promise", [id]) if {
	some id, promise in input.promises
	not complete_promise(promise)
}

complete_promise(promise) if {
	promise.claim
	promise.made_by
	promise.kept_by
	promise.promised
	promise.committed
}

deny contains sprintf("promises.%s: colliding-promise", [id]) if {
	some id, promise in input.promises
	not within(promise.committed, promise.promised)
}

deny contains sprintf("promises.%s: unaccepted-promise", [id]) if {
	some id, promise in input.promises
	not accepted_by(promise, promise.kept_by)
}

deny contains sprintf("loads.%s: overloaded-stage", [id]) if {
	some id, load in input.loads
	not within(load.forecast, load.capacity)
}

deny contains sprintf("loads.%s: unaccepted-load", [id]) if {
	some id, load in input.loads
	not accepted_by(load, load.to)
}

accepted_by(thing, stage) if {
	thing.accepted.date
	entitled(thing.accepted.by, stage)
}

# Whether all that a quantity may be is among what another may be.
within(inner, outer) if {
	[_, most, unit] := range(inner)
	[_, limit, unit_of_limit] := range(outer)
	unit == unit_of_limit
	most <= limit
}

range(text) := [0, to_number(found[0][1]), found[0][2]] if {
	found := regex.find_all_string_submatch_n(`^at most ([0-9]+) (.+)$`, text, 1)
	count(found) == 1
}

range(text) := [to_number(found[0][1]), to_number(found[0][2]), found[0][3]] if {
	found := regex.find_all_string_submatch_n(`^([0-9]+) to ([0-9]+) (.+)$`, text, 1)
	count(found) == 1
}

deny contains sprintf("incentives.%s: unguarded-incentive", [id]) if {
	some id, incentive in input.incentives
	not guarded(incentive)
}

guarded(incentive) if {
	incentive.safeguard
	accepted_by(incentive, "customer-service")
}

# Dates, and who was told.

deny contains sprintf("dates.%s: missing-date", [gate]) if {
	some gate in ["internal", "external"]
	not input.dates[gate]
}

deny contains "dates.external: external-before-internal" if input.dates.external <= input.dates.internal

deny contains "informed: uninformed-audience" if not somebody_told

somebody_told if some _ in input.informed

deny contains sprintf("informed.%s: uninformed-audience", [id]) if {
	some id, audience in input.informed
	not told(audience)
}

told(audience) if {
	audience.who
	audience.done
	audience.date < input.dates.external
}

# Placeholders, wherever they stand.

deny contains sprintf("%s: placeholder", [concat(".", [sprintf("%v", [step]) | some step in path])]) if {
	walk(input, [path, text])
	is_string(text)
	placeholder(lower(trim(text, " ?")))
}

placeholder(core) if core in {"", "tbd", "tba", "tbc", "todo", "fixme", "n/a", "none", "xxx", "placeholder"}

placeholder(core) if regex.match(`^(tbd|tba|tbc|todo|fixme)([^a-z0-9]|$)|\[@|^<.*>$`, core)
