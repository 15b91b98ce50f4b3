"""Discounts: from what everything costs at list price to what it costs in the end.

    list price → spot → free tier → matched reservations and committed use of resources
               → Savings Plans and committed use of spend, highest discount first
               → sustained use → negotiated percentage

`outlay.discount.effective` carries that out over one stack or a whole fleet: a commitment and an allowance are drawn
down once over all of it. `outlay.discount.stated` is what an organisation states; each kind of discount has a module.

Three costs stay apart, in FOCUS's terms: ListCost without any discount, ContractedCost at negotiated rates without
commitments, EffectiveCost with everything. A negotiated percentage enters two of them: it is taken off the list cost
to give the contracted cost, and, last in the order, off what the other discounts leave to give the effective cost, the
fees of commitments included. It never touches what a contract prices itself, since that is negotiated already.

Shares of a month: a line that runs some hours of a month runs them at the same time as all others that do not run the
whole month. That is the most that a commitment can be asked for at one time, so that it is never taken to cover more
than it does.
"""
