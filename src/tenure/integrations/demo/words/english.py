"""English words of the SaaS company: names in `english_names`, texts here."""

from tenure.integrations.demo.words.base import StoryText, Words
from tenure.integrations.demo.words.english_names import NAMES

TICKET_TOPICS = {
    "login": "Sign-in",
    "scheduling": "Scheduling",
    "mobile": "Mobile app",
    "reports": "Reports",
    "integration": "Integration",
    "performance": "Performance",
    "billing": "Billing",
    "how_to": "How to",
    "data": "Data",
}

TICKET_SUBJECTS = {
    "login": (
        "Technicians cannot sign in after the password reset",
        "Single sign-on sends users back to the start page",
        "Invitation mail for new dispatchers does not arrive",
        "Account locked after two attempts",
    ),
    "scheduling": (
        "Shift plan shows the wrong week after the change of the clocks",
        "Two work orders booked for one technician at the same hour",
        "Recurring inspections are created twice",
        "Drag and drop in the plan does not save",
    ),
    "mobile": (
        "Photos taken offline are not uploaded",
        "App closes when a checklist has more than 40 points",
        "Signature field does not open on older tablets",
        "Work orders appear on the phone an hour late",
    ),
    "reports": (
        "Monthly report leaves out closed sites",
        "Export to a spreadsheet stops at 5,000 rows",
        "Mean time to repair differs between dashboard and report",
        "Scheduled report arrived empty",
    ),
    "integration": (
        "Orders from our ERP stopped arriving",
        "API answers with error 429 in the morning",
        "Webhook sends the old status",
        "Cost centres are not carried over",
    ),
    "performance": (
        "List of work orders takes 20 seconds to load",
        "Search times out for large sites",
        "Plan is slow for everyone since Monday",
    ),
    "billing": (
        "Invoice shows more seats than we ordered",
        "Please send the invoice to our new address",
        "Purchase order number missing on the invoice",
    ),
    "how_to": (
        "How do we set up a second approval step?",
        "Can a site manager see only his own site?",
        "How do we archive old equipment?",
        "Which fields can be changed by technicians?",
    ),
    "data": (
        "Import of the equipment list rejected 12 rows",
        "Spare parts appear twice after the import",
        "Please restore a deleted work order",
        "Meter readings of one building are missing",
    ),
}

SURVEY_COMMENTS = {
    "promoter": (
        "Our technicians plan their day with it. Nobody wants to go back to paper.",
        "Open work orders are down by a third since we started.",
        "Quick answers from support and a product that does what it says.",
        "The new plan view saves each dispatcher an hour a day.",
        "Easy to roll out at our other sites.",
    ),
    "passive": (
        "Good for work orders, the reports could be more flexible.",
        "Does the job. We still keep spare parts in a spreadsheet.",
        "The app is fine, the set-up took longer than promised.",
        "Solid, but we use only half of what we pay for.",
    ),
    "detractor": (
        "Too many clicks for a simple repair. Our people avoid it.",
        "Support takes days and asks the same questions again.",
        "We do not see what we get for the price.",
        "Reports do not match our own figures, so nobody trusts them.",
        "The app loses photos. That is not acceptable for our audits.",
    ),
    "ces_easy": ("Set-up was straightforward.", "The checklist told us exactly what to do next."),
    "ces_hard": ("Importing our equipment took three attempts.", "We had to ask for help at every step."),
    "csat_good": ("Solved within the hour, thank you.", "Clear explanation, works now."),
    "csat_bad": ("Closed without a solution.", "Four days for a password problem."),
}

TOUCHPOINTS = {
    "call": (
        ("Monthly call", "Went through open work orders and the plan for next month. {person} is content."),
        ("Check-in call", "Short call with {person}: two questions about permissions, both answered."),
        ("Call about usage", "Talked about the sites that do not use the app yet; {person} will name a contact."),
        ("Call before the renewal", "Renewal, seats and budget. {person} needs the figures by the end of the month."),
    ),
    "mail": (
        ("New release", "Sent the notes of the release with the two points that matter to them."),
        ("Usage summary", "Sent the figures of the quarter to {person}."),
        ("Follow-up", "Wrote to {person} with the answers we had promised."),
        ("Invitation to the user group", "Invited {person} to the spring meeting."),
    ),
    "visit": (
        ("Visit on site", "Walked through the workshop with {person}; technicians want larger buttons in the app."),
        ("Business review", "Reviewed the year: response time down, two sites still on paper."),
    ),
    "chat": (
        ("Quick question", "{person} asked how to move a site; answered in the chat."),
        ("Chat with the administrator", "Helped to set up a new role."),
    ),
    "meeting": (
        ("Quarterly review", "Figures of the quarter, plan for the next; {person} asked for a report by site."),
        ("Workshop on spare parts", "Agreed on how parts are numbered; import planned."),
        ("Kick-off", "Goals, people and dates agreed with {person}."),
    ),
    "gift": (("Season's greetings", "Card and a small box of chocolates, below the policy limit."),),
    "training": (
        ("Training for dispatchers", "Eight people took part; recording sent."),
        ("Training for technicians", "App, photos, signatures. Good questions from the night shift."),
        ("Administrator training", "Roles, sites and equipment import."),
    ),
}

OUTCOMES = {
    "fine": "No open points",
    "todo": "Next step agreed",
    "worried": "Unhappy, follow up",
    "no_answer": "No answer",
}

LOSS_REASONS = {
    "price": "Price",
    "missing_feature": "Missing feature",
    "no_adoption": "Never adopted",
    "competitor": "Competitor",
    "budget": "Budget cut",
    "acquired": "Company taken over",
    "champion_left": "Champion left",
    "service": "Service",
    "wrong_fit": "Wrong customer",
}

LOSS_DETAILS = {
    "price": ("Found the price too high for the number of people who really use it.",),
    "missing_feature": ("Needed planning across several warehouses, which we do not have.",),
    "no_adoption": ("Technicians went on with paper; the project was given up.", "Never rolled out beyond one site."),
    "competitor": ("Moved to the maintenance module of their ERP vendor.", "Group standard is another system."),
    "budget": ("All software without a fixed owner was cut this year.",),
    "acquired": ("Taken over; the new owner uses another system.",),
    "champion_left": ("The person who had brought us in left, and nobody took over.",),
    "service": ("Felt left alone after two outages.",),
    "wrong_fit": ("Too small for what the product does; a shared calendar was enough.",),
}

NOTES = (
    "Plans to open two more sites next year.",
    "Budget is decided in October; bring figures by September.",
    "Works council must agree before the app is used on private phones.",
    "Prefers short mails with one question each.",
    "Runs the audit every May; keep changes away from that month.",
    "Their own name for work orders is 'jobs'.",
    "IT allows updates only in the first week of the month.",
    "Reference call possible, ask {person} first.",
)
PREFERENCES = ("Calls before 10", "Mail only", "Calls in the afternoon", "Chat for small things", "Not on Fridays")
PERSONAL = ("Cycles to work", "Two small children", "Coaches a youth team", "Started in the workshop", "Likes hiking")

DEALS = {
    "new": "First contract",
    "expansion": "More seats",
    "module": "Add-on: {product}",
    "renewal": "Renewal",
    "pilot": "Pilot",
}

DEAL_STAGES = {
    "qualified": "Qualified",
    "proposal": "Proposal",
    "won": "Won",
    "lost": "Lost",
}

EVENTS = {
    "login": "A person signed in.",
    "workorder_created": "A work order was opened.",
    "workorder_completed": "A work order was finished.",
    "workorder_commented": "Somebody wrote a comment on a work order.",
    "asset_added": "A machine or room was added to the equipment list.",
    "user_invited": "A colleague was invited.",
    "help_opened": "A page of the help was opened.",
    "form_submitted": "A checklist was filled in on the phone.",
    "photo_uploaded": "A photo was taken on the phone.",
    "schedule_viewed": "The plan was opened.",
    "schedule_changed": "The plan was changed.",
    "part_used": "A spare part was taken; the value is its price.",
    "stock_counted": "The stock was counted.",
    "dashboard_viewed": "A dashboard was opened.",
    "report_exported": "A report was exported.",
    "report_scheduled": "A report was put on a schedule.",
    "api_call": "Calls of the API by the customer's own systems, a count a day.",
    "automation_run": "Rules that ran by themselves, a count a day.",
}

STORY_LINES = {
    "onboarding_training": ("Training for technicians", "Called off by the customer two hours before. No new date."),
    "onboarding_kickoff": ("Kick-off", "Only the buyer came. Nobody from the sites; equipment list not ready."),
    "onboarding_call": ("Call about the start", "{person} says the sites have no time before the inspection."),
    "onboarding_ticket": ("Equipment list still not imported", "Who should be administrator at our sites?"),
    "onboarding_comment": ("Three months in and we still work on paper. We were promised help with the import.",),
    "angry_subjects": (
        "Work orders of the whole plant are gone",
        "Plan down again, second time this week",
        "No answer to our ticket for 30 hours",
        "Outage during the night shift, third in a month",
    ),
    "angry_comment": ("Three outages in a month and nobody calls us back. We are looking at alternatives.",),
    "angry_call": ("Complaint by phone", "{person} was angry: three outages, slow answers, holds back the invoice."),
    "angry_csat": ("This has cost us a night shift.",),
    "champion_note": ("{person} has left the company. Unknown who takes over; the site managers do not answer.",),
    "champion_mail": ("Who takes over?", "Asked who is responsible now. No answer."),
    "seat_call": (
        "Call about the next plant",
        "{person} wants to bring the third plant on; asks for a price for 60 more.",
    ),
    "seat_comment": ("Best roll-out we have had. The next plant is waiting for its turn.",),
    "silent_mail": ("Usage summary", "Sent the figures of the quarter. No answer."),
    "early_call": (
        "Renewal brought forward",
        "{person} wanted the price fixed for two years before the budget closes.",
    ),
    "recovered_call": ("Rescue plan", "Agreed on a plan of six weeks: two trainings, one site at a time."),
    "recovered_done": ("Rescue plan closed", "All four sites work with the app again. {person} thanks the team."),
    "referral_note": ("{person} recommended us to two partner companies.",),
}

STORIES = {
    "silent_churner": StoryText(
        "Halvern Logistics",
        "The silent churner",
        "Log-ins fell by more than 60 % within four months, without one complaint: no ticket, no answer "
        "to the last mail, the last survey still friendly. We never met the decision maker, and the "
        "renewal is due in 41 days.",
    ),
    "champion_left": StoryText(
        "Brackmere Care Homes",
        "The champion left",
        "The champion left seven weeks ago; we learnt of it nine days later. Since then her team uses the "
        "product much less and mails stay without answer. No other champion is known.",
    ),
    "seat_growth": StoryText(
        "Quillstead Foods",
        "Growing out of its seats",
        "From 18 to 64 seats in three steps within a year, almost every seat in use, an open offer for the "
        "third plant: an expansion to win.",
    ),
    "bad_onboarding": StoryText(
        "Fenwell Energy Services",
        "An onboarding that never started",
        "Signed eleven weeks ago for 36 seats; five people ever signed in. The training was called off, the "
        "equipment list is still not imported, the first survey says so.",
    ),
    "angry_tickets": StoryText(
        "Dunholm Castings",
        "Angry tickets",
        "Usage is high, yet four urgent tickets in three weeks, one of them escalated and answered after 30 "
        "hours; CSAT 1, NPS 2, and the invoice is overdue. Usage alone would call this account healthy.",
    ),
    "early_renewal": StoryText(
        "Selcroft Hotels",
        "Renewed early",
        "Renewed ten weeks before the end of the term, for two years and with more seats: the new contract "
        "lies in the future and already counts as renewed.",
    ),
    "late_churn": StoryText(
        "Torwick Freight",
        "A loss typed in late",
        "Left six weeks ago, typed in 17 days later: the retention as it was reported then differs from today's.",
    ),
    "corrected_mrr": StoryText(
        "Ingleford Retail Group",
        "A corrected amount",
        "The renewal was typed in at the list price and corrected to the agreed discount 24 days "
        "later: both versions are kept, and the MRR known in between was too high.",
    ),
    "reactivated": StoryText(
        "Pellhaven Clinics",
        "Came back",
        "Left eleven months ago for the price and came back three months ago: a reactivation, not a new customer.",
    ),
    "recovered": StoryText(
        "Aldermere Facilities",
        "Brought back in time",
        "Health fell deep seven months ago; after a rescue plan of six weeks it is green again.",
    ),
    "referrer": StoryText(
        "Wrenholt Packaging",
        "The customer who brings customers",
        "Two customers came by its referral within the last year; NPS 10, ready to be a reference.",
    ),
    "parent": StoryText(
        "Calderwick Group",
        "A group with subsidiaries",
        "Three subsidiaries with contracts of their own: the whole group's value shows at the parent.",
    ),
}

ENGLISH = Words(
    names=NAMES,
    ticket_topics=TICKET_TOPICS,
    ticket_subjects=TICKET_SUBJECTS,
    survey_comments=SURVEY_COMMENTS,
    touchpoints=TOUCHPOINTS,
    outcomes=OUTCOMES,
    loss_reasons=LOSS_REASONS,
    loss_details=LOSS_DETAILS,
    notes=NOTES,
    preferences=PREFERENCES,
    personal=PERSONAL,
    deals=DEALS,
    deal_stages=DEAL_STAGES,
    events=EVENTS,
    story_lines=STORY_LINES,
    stories=STORIES,
)
