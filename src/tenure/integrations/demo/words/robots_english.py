"""English texts of the service-robot company."""

from dataclasses import replace

from tenure.integrations.demo.words.base import StoryText
from tenure.integrations.demo.words.english import ENGLISH as SAAS
from tenure.integrations.demo.words.robots_english_names import NAMES

TICKET_TOPICS = {
    "network": "Network",
    "vision": "Vision",
    "touch": "Touch",
    "navigation": "Navigation",
    "speech": "Speech recognition",
    "answers": "Answers",
    "content": "Content",
    "billing": "Billing",
    "how_to": "How to",
}

TICKET_SUBJECTS = {
    "network": (
        "Robot goes offline every afternoon",
        "No connection after the router was replaced",
        "Weak mobile signal, data does not arrive",
    ),
    "vision": (
        "Does not notice visitors at the door",
        "Greets without end against the light",
        "Camera picture is blurred",
    ),
    "touch": ("Screen does not react", "Pressing 'Guide' opens the questions"),
    "navigation": (
        "Loses its way in gallery two",
        "No position after start, has to be pushed back",
        "Radar alarm, stands in the way",
        "Cannot get round the cabinets that were moved",
    ),
    "speech": ("Understands nothing in a crowd", "Dialects are hardly recognised", "Wake word has to be repeated"),
    "answers": (
        "Wrong opening hours",
        "Has no answers about the new exhibition",
        "Asked for the toilets, told us about bronze",
    ),
    "content": (
        "Changed text did not reach the robot",
        "We want another welcome and other music",
        "Two parts of the English tour are missing",
    ),
    "billing": ("Please change the address on the invoice", "Invoice counts one robot too many"),
    "how_to": (
        "How do we set the closing days?",
        "How long does a new map take?",
        "Can two robots share one tour?",
    ),
}

SURVEY_COMMENTS = {
    "promoter": (
        "Visitors follow it gladly, and our guides can breathe.",
        "On busy weekends it carries the reception.",
        "Reported in the morning, mended in the afternoon.",
        "Children look for it first.",
        "Our other two houses want one too.",
    ),
    "passive": (
        "Good tours, the answers need more content.",
        "Fine on normal days, hears little in a crowd.",
        "Stable robot, we rarely look at the reports.",
        "Installed two weeks later than agreed.",
    ),
    "detractor": (
        "It gets lost every other day and has to be pushed.",
        "Hardly anybody talks to it; it stands in the way.",
        "A repair takes a week.",
        "We were told it answers everything. It does not.",
        "Without network it is a piece of furniture.",
    ),
    "ces_easy": ("The map was made in a morning.", "Somebody was with us at every step."),
    "ces_hard": ("Four attempts until the points were right.", "We had to type every text ourselves."),
    "csat_good": ("One visit and it worked.", "Solved from afar, quickly."),
    "csat_bad": ("New part, broken again the next day.", "Closed without a solution."),
}

TOUCHPOINTS = {
    "call": (
        ("Monthly call", "Went through waking and interactions of the month; {person} is content."),
        ("Check-in call", "{person} asked how to change the welcome; explained."),
        ("Call about usage", "Two robots stand in a corner; {person} will move them to the entrance."),
        ("Call before the renewal", "Service fee and add-ons; {person} needs the figures of the year."),
    ),
    "mail": (
        ("New version", "Sent the notes of the version and the date of the update."),
        ("Monthly report", "Sent passers-by, solicited, woken and interactions to {person}."),
        ("Follow-up", "Sent the plan of the points to {person}, as agreed."),
        ("Invitation", "Invited {person} to the salon of reference venues."),
    ),
    "visit": (
        ("Inspection on site", "Checked radar and microphones, moved two points with {person}."),
        ("Review of the year", "Figures of the year; {person} wants one more at the visitor center."),
    ),
    "chat": (
        ("Quick question", "{person} asked how to set closing days; answered."),
        ("Chat with the administrator", "Helped to enter the holiday hours."),
    ),
    "meeting": (
        ("Quarterly review", "Four counts robot by robot; {person} asks for texts on the new exhibition."),
        ("Content workshop", "Agreed on answers to twenty frequent questions."),
        ("Kick-off", "Points, map and opening day agreed with {person}."),
    ),
    "gift": (("Season's greetings", "Card and a box of tea, below the policy limit."),),
    "training": (
        ("Training for the front desk", "Six people: starting, charging, changing the welcome."),
        ("Training on content", "Guides can now record their texts themselves."),
        ("Administrator training", "Console, maps and roles."),
    ),
}

LOSS_DETAILS = {
    "price": ("A year of service costs more than a part-time helper.",),
    "missing_feature": ("Has to ride the lift between floors, which we cannot do yet.",),
    "no_adoption": (
        "Visitors did not talk to it, so it went into storage.",
        "Nobody cared after the manager changed.",
    ),
    "competitor": ("Changed to a robot with an arm.", "The group bought another brand."),
    "budget": ("The house is being rebuilt; all equipment was stopped.",),
    "acquired": ("The area has a new operator.",),
    "champion_left": ("Who had brought us in was moved, and nobody took over.",),
    "service": ("Broke down twice in high season and waited a week.",),
    "wrong_fit": ("Too small and narrow for a robot to turn.",),
}

NOTES = (
    "High season in summer; inspections done by June.",
    "Budget in October; figures of the year by September.",
    "Closed on Mondays; updates then.",
    "They call the robot 'Xiao Xiao'.",
    "Weak signal near the lift; no charger there.",
    "New exhibition every quarter; texts two weeks ahead.",
    "Visits possible, ask {person} first.",
)

EVENTS = {
    "passers_by": "People who passed the robot, by robot and day.",
    "solicited": "People whom the robot spoke to first, by robot and day.",
    "woken": "Times it was woken, by robot and day.",
    "interactions": "Interactions of people with the robot, by robot and day.",
    "requests_met": "Requests it met; divided by interactions this is the fulfilment rate.",
    "anomaly_network": "Network anomalies: none, weak.",
    "anomaly_vision": "Vision anomalies: not recognised, abnormal.",
    "anomaly_touch": "Touch anomalies: no response, wrong.",
    "anomaly_navigation": "Navigation anomalies: radar, localisation, relocalisation.",
    "anomaly_asr": "Speech recognition: failed, wrong.",
    "anomaly_nlp": "Understanding: failed, wrong.",
    "anomaly_tts": "Speech output: failed, wrong.",
    "login": "A person of the venue signed in to the console.",
    "content_updated": "Texts, welcome or answers were changed.",
    "report_viewed": "A report was looked at.",
}

STORY_LINES = {
    "failing_subjects": (
        "Three robots lost in the east gallery",
        "Radar alarm again after the repair",
        "Position lost, pushed back four times today",
    ),
    "failing_comment": ("Four of six have to be pushed. Visitors laugh.",),
    "failing_call": ("Complaint by phone", "{person} says: mended soon, or no renewal."),
    "off_mail": ("Monthly report", "Sent the figures; five robots have been offline for days. No answer."),
    "growth_call": ("Call about the season", "{person} wants eight more before summer; asks for price and date."),
    "growth_comment": ("Queues were half as long last summer. The cable car needs one too.",),
    "agent_note": ("The agent had promised rides in the lift, which do not exist. {person} is disappointed.",),
    "agent_call": ("Call about the start", "{person} misses what was shown in the demo and does not accept it."),
    "agent_ticket": ("When will the lift work, as the agent promised?",),
    "agent_comment": ("What we were told and what was installed are two things.",),
    "ignored_note": ("Meetings come and go; a quiet week is normal here, look at the year.",),
    "reference_note": ("{person} agrees to visits and will speak at the salon.",),
    "champion_note": ("{person} was moved to the main house. Unknown who takes over.",),
    "champion_mail": ("Who takes over?", "Asked who is responsible now. No answer."),
}

STORIES = {
    "failing_robots": StoryText(
        "Luoyang Yanyuan Museum",
        "Failing: the robots get lost",
        "Six of nine robots show many times the usual navigation anomalies for two months; interactions fall, "
        "tickets pile up. Renewal in 58 days.",
    ),
    "switched_off": StoryText(
        "Zhuhai Honglan KTV",
        "Switched off without a word",
        "Five weeks ago the robots went offline one by one: no ticket, no word, no answer to the last mail.",
    ),
    "season_growth": StoryText(
        "Guilin Xuxiu Scenic Area",
        "More robots before the season",
        "From 12 to 26 robots within a year, each woken more often, and eight more under discussion: an "
        "expansion to win.",
    ),
    "overclaimed": StoryText(
        "Guiyang Yizhou Conference Center",
        "Promised too much",
        "The agent had promised what the product does not have. Ten weeks after the start hardly anybody uses "
        "it, acceptance is stuck, and the first survey says so.",
    ),
    "ignored_robot": StoryText(
        "Hangzhou Tingqiao Convention Hotel",
        "Looks quiet, is normal",
        "Figures swing, and in quiet weeks nobody talks to the robot. Compared with its scenario this is "
        "normal: the customer is content.",
    ),
    "reference": StoryText(
        "Chengdu Hongxu Science Museum",
        "A reference customer",
        "More than a thousand interactions per robot and day, content kept by themselves, open to visits, and "
        "two customers came by its referral.",
    ),
    "champion_left": StoryText(
        "Nanjing Jilang Art Museum",
        "The champion was moved",
        "The champion was moved seven weeks ago; we learnt of it nine days later. Since then nobody signs in to "
        "the console, and the texts are those of the last exhibition.",
    ),
    "parent": StoryText(
        "Suzhou Hanting Scenic Area",
        "A group with venues",
        "Three venues with contracts of their own: the whole group's value shows at the parent.",
    ),
}

ROBOTS_ENGLISH = replace(
    SAAS,
    names=NAMES,
    ticket_topics=TICKET_TOPICS,
    ticket_subjects=TICKET_SUBJECTS,
    survey_comments=SURVEY_COMMENTS,
    touchpoints=TOUCHPOINTS,
    loss_details=LOSS_DETAILS,
    notes=NOTES,
    deals={
        "new": "First contract",
        "expansion": "More robots",
        "module": "Add-on: {product}",
        "renewal": "Renewal",
        "pilot": "Pilot",
    },
    events=EVENTS,
    story_lines=STORY_LINES,
    stories=STORIES,
)
