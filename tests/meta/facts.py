"""What each form field of the floor individual asks for: the fact it holds, so that nothing is asked twice.

A fact is named by what it is about and what is said of it (``member.name``). It has one home: the form in which it is told.
The forms of ``SAME_HOME`` are one home in two steps (somebody new, then what else is known). ``POINTS`` only names a row,
a version or a button. What another form shows again must stand in ``TAKEN_OVER`` with where it comes from, and
tests/integration/individual/test_asked_once.py proves that it comes.
"""

from __future__ import annotations

from typing import Final

POINTS: Final = ""

FACTS: Final[dict[str, dict[str, str]]] = {
    # a concern and its people
    "OpenCaseForm": {"family_name": "case.family_name", "area_code": "case.area", "born": "member.born", "another": POINTS},
    "NamedForm": {"full_name": "member.name", "kind": "member.kind"},
    "NewMemberForm": {"id": POINTS, "full_name": "member.name", "kind": "member.kind"},
    "MemberForm": {
        "full_name": "member.name", "kind": "member.kind", "called": "member.called", "born_on": "member.born",
    },
    "ExportForm": {"system": "import.system", "file": "import.file"},
    "EmergencyForm": {"number": POINTS, "kind": "emergency.kind", "reason": "emergency.reason"},
    # words and goals
    "WordsForm": {
        "text": "statement.words", "acts": "statement.acts", "own_action": "statement.own_action",
        "strength": "statement.strength", "version": POINTS, "speaker": POINTS, "private": "statement.private",
    },
    "NoteForm": {"text": "note.text"},
    "NewGoalForm": {
        "words": "goal.words", "owner": POINTS, "level": "goal.level", "parent": POINTS, "who": "goal.who",
        "reach_by": "goal.reach_by",
    },
    "GoalForm": {
        "version": POINTS, "words": "goal.words", "verbatim": "goal.verbatim", "sign": "goal.sign", "who": "goal.who",
        "reach_by": "goal.reach_by", "agreed_on": "goal.agreed_on", "together_with": "goal.together_with",
        "state": "goal.state", "in_other_words": "goal.in_other_words",
    },
    # resource card
    "NewResourceForm": {"id": POINTS, "kind": "resource.kind", "words": "resource.words", "speaker": POINTS},
    "ResourceForm": {
        "version": POINTS, "words": "resource.words", "kind": "resource.kind", "wants_to_use": "resource.wants",
        "availability": "resource.availability", "goal_ids": "resource.goals", "exception_story": "resource.story",
        "used_from": "resource.used_from", "used_until": "resource.used_until", "effect": "resource.effect",
        "family_only": "resource.family_only", "person_name": "resource.person", "place_id": "resource.place",
    },
    "WantForm": {"wants": "resource.wants", "goal": "resource.goals", "version": POINTS},
    "StoryForm": {"entry": POINTS, "story": "resource.story"},
    "CardShareForm": {
        "share": POINTS, "again": POINTS, "recipient": "share.recipient", "until": "share.until", "parts": "share.parts",
    },
    "ShareForm": {"share": POINTS, "recipient": "share.recipient", "until": "share.until"},
    "ShownForm": {"things": "share.parts", "until": "share.until"},
    "TrustForm": {
        "things": "share.parts", "until": "share.until", "full_name": "trusted.name", "relation": "trusted.relation",
    },
    # network map and genogram
    "OwnerForm": {"owner": POINTS},
    "PlaceForm": {"distance": "map.distance", "angle": "map.angle"},
    "AcquaintanceForm": {"one": POINTS, "other": POINTS, "known": "map.acquaintance"},
    "NewRelativeForm": {
        "name": "relative.name", "gender": "relative.gender", "born": "relative.born", "household": "relative.household",
        "deceased": "relative.deceased", "died": "relative.died", "unknown": "relative.unknown", "words": "relative.words",
        "to": POINTS, "relation": "relative.relation", "kind": "descent.kind", "union": POINTS,
    },
    "RelativeForm": {
        "key": POINTS, "name": "relative.name", "gender": "relative.gender", "born": "relative.born",
        "household": "relative.household", "deceased": "relative.deceased", "died": "relative.died",
        "unknown": "relative.unknown", "words": "relative.words",
    },
    "UnionForm": {"key": POINTS, "kind": "union.kind", "since": "union.since", "ended": "union.ended"},
    "ParentsForm": {"key": POINTS, "union": POINTS, "kind": "descent.kind"},
    "RemoveForm": {"key": POINTS},
    # arrangement
    "ComponentForm": {
        "version": POINTS, "kind": "component.kind", "who": "component.who", "content": "component.content",
        "times": "component.times", "days": "component.times", "begins": "component.times", "ends": "component.times", "goal_ids": "component.goals",
        "valid_from": "component.valid_from", "valid_until": "component.valid_until",
        "substitute": "component.substitute", "funding": "component.funding", "checked": "component.checked",
    },
    "ExtentForm": {
        "hours": "extent.hours", "begins_on": "extent.begins_on", "reason": "extent.reason", "planned": "extent.planned",
    },
    "SkipForm": {"ring": POINTS, "sentence": "ring.passed_over"},
    "ProposalForm": {"place": POINTS, "kind": POINTS},
    # team, choice, decision
    "QuestionForm": {"question": "sheet.question"},
    "BodyForm": {"question": "sheet.question", "body": "sheet.body"},
    "AdvisersForm": {"professionals": "advice.professionals", "providers": "advice.providers"},
    "IdeaForm": {"ring": "idea.ring", "text": "idea.text", "provider": "idea.provider"},
    "ClosingForm": {"offered": "advice.offered", "dissent": "advice.dissent"},
    "KindForm": {"help_kind": "help.kind"},
    "ChoiceForm": {
        "option": "choice.option", "other": "choice.option", "member": POINTS, "words": "choice.words", "on": "choice.day",
    },
    "RefusalForm": {
        "choice": POINTS, "reason": "refusal.reason", "cost_wished": "refusal.cost_wished",
        "cost_comparable": "refusal.cost_comparable", "text": "refusal.text",
    },
    "PrepareForm": {
        "outcome": "decision.outcome", "content": "decision.content", "extent": "decision.extent",
        "valid_from": "decision.valid_from", "valid_until": "decision.valid_until", "reasons": "decision.reasons",
    },
    # help plan
    "PlanForm": {
        "version": POINTS, "summary": "plan.summary", "meeting_on": "plan.meeting_on", "place": "plan.place",
        "participants": "member.name", "absent": "plan.absent", "need": "statement.words", "help_kind": "help.kind",
        "services": "component.content", "siblings": "plan.siblings", "out_of_home": "plan.out_of_home",
        "perspective": "plan.perspective", "with_parents": "plan.with_parents",
        "parents_counseling": "plan.parents_counseling", "review_on": "plan.review_on", "exit_when": "plan.exit_when",
        "afterwards": "plan.afterwards",
    },
    "DissentForm": {"words": "dissent.words", "member": POINTS},
    "SignForm": {"state": "signature.state", "words": "signature.words", "member": POINTS, "professional": POINTS},
    "RatingForm": {"goal": POINTS, "value": "rating.value", "words": "rating.words", "member": POINTS},
    "ReviewForm": {
        "held_on": "review.held_on", "suitable": "review.suitable", "needed": "review.needed",
        "exit_reached": "review.exit_reached", "result": "review.result", "text": "review.text",
    },
    # the way
    "StepForm": {"to": "step.state", "on": "step.day", "reason": "step.reason", "short_term": "step.short_term"},
    "ConsultationLogForm": {
        "topics": "consultation.topics", "held_on": "consultation.held_on", "form": "consultation.form",
        "language": "consultation.language", "present": "consultation.present", "note": "consultation.note",
    },
    "ReminderForm": {"due_on": "reminder.due_on", "text": "reminder.text", "waits_for": "reminder.waits_for"},
    "ProtectionForm": {"running": POINTS, "reason": "protection.reason"},
    "HandoverForm": {"to": "handover.to", "joint_talk_on": "handover.joint_talk_on"},
    # where people see something differently: words that were said are pointed at, never typed again
    "NewTensionForm": {"about": "tension.about", "said": POINTS, "view": "tension.view", "kind": "tension.kind"},
    "VoiceForm": {"member": POINTS, "words": "tension.voice"},
    "HoldForm": {"state": "tension.state", "how": "tension.how", "held_until": "tension.held_until"},
    "UseForm": {"component": POINTS, "value": "use.value", "words": "use.words"},
    "ComplaintForm": {"words": "complaint.words", "to": "complaint.to", "worker_reads": "complaint.worker_reads"},
    "ComplaintAnswerForm": {"words": "complaint.answer"},
    "ObjectionRecordForm": {
        "decision": POINTS, "member": POINTS, "form": "objection.form", "came_on": "objection.came_on",
        "received_on": "objection.received_on", "wrong_remedy": "objection.instructed",
        "spoken_for": "objection.spoken_for", "words": "objection.words",
    },
    "ObjectionAnswerForm": {
        "remedied": "objection.state", "answer": "objection.answer", "passed_to": "objection.passed_to",
    },
    "MergeForm": {
        "seen": POINTS, "taken": POINTS, "worker": POINTS, "let_in": POINTS, "reason": "merge.reason",
    },
    "HandoverWordsForm": {"member": POINTS, "words": "handover.words"},
    # official statistics: only what no record holds
    "SurveyForm": {"begun_on": "survey.begun_on", "ended_on": "survey.ended_on"},
    # family council
    "CouncilForm": {
        "version": POINTS, "concern": "council.concern", "question": "council.question",
        "requirements": "council.requirements", "coordinator_name": "council.coordinator",
        "coordinator_contact": "council.contact", "independent": "council.independent", "meets_on": "council.meets_on",
        "place": "council.place", "care": "council.care",
    },
    "GuestForm": {"name": "guest.name", "role": "guest.role"},
    "PartForm": {
        "version": POINTS, "what": "part.what", "who": "part.who", "kind": "part.kind", "until": "part.until",
        "check_by": "part.check_by",
    },
    "PaperForm": {"leave_of": "plan.leave_of"},
    "PaperPartForm": {
        "version": POINTS, "what": "part.what", "who": "part.who", "kind": "part.kind", "until": "part.until",
        "check_by": "part.check_by",
    },
    "councils.AnswerForm": {
        "clear": "council_answer.clear", "safe": "council_answer.safe", "lawful": "council_answer.lawful",
        "answer": "council_answer.answer", "words": "council_answer.words", "followup_on": "council_answer.followup_on",
    },
    "ResultForm": {"result": "council.result", "words": "council.result_words"},
    # protection of a child, kept apart: nothing of it is shown again anywhere else
    "ReportForm": {
        "received_at": "report.received_at", "reporter": "report.reporter", "reporter_name": "report.reporter_name",
        "content": "report.content", "urgency": "report.urgency", "wants_answer": "report.wants_answer",
    },
    "AskForm": {"professional_id": "asked.professional", "experienced": "asked.experienced"},
    "StopForm": {"stop": POINTS},
    "AdviserForm": {
        "full_name": "adviser.name", "qualification": "adviser.qualification", "focus": "adviser.focus",
        "employer": "adviser.employer", "provider_code": "adviser.provider", "phone": "adviser.phone", "email": "adviser.email",
        "reachable": "adviser.reachable", "account_id": POINTS, "valid_from": "adviser.valid_from",
        "valid_until": "adviser.valid_until", "published": "adviser.published",
    },
    "AdviceForm": {
        "adviser_id": POINTS, "advised_on": "advice.day", "question": "advice.question", "advice": "advice.words",
    },
    "AssessmentForm": {
        "seen": "assessment.seen", "protects": "assessment.protects", "child_seen_on": "assessment.child_seen_on",
        "child_not_seen": "assessment.child_not_seen", "child_heard": "assessment.child_heard",
        "parents_heard": "assessment.parents_heard", "not_heard": "assessment.not_heard", "finding": "assessment.finding",
    },
    "ConclusionForm": {"finding": "report.finding", "dissent": "report.dissent"},
    "MeasureForm": {"kind": "measure.kind", "content": "measure.content", "due_on": "measure.due_on"},
    # what the family answers
    "replies.AnswerForm": {"answer": "reply.answer"},
    "MeetingForm": {
        "begins_at": "meeting.begins_at", "place": "meeting.place", "topic": "meeting.topic", "who_comes": "meeting.who_comes",
    },
    "MeetingAnswerForm": {"meeting": POINTS, "suits": "meeting.suits", "words": "meeting.words"},
    "ReplyForm": {"kind": "reply.kind", "component": POINTS, "words": "reply.words", "taken_back": POINTS},
}  # fmt: skip
"""Fields of each form by the fact they hold. A name that two modules share carries its module."""

SAME_HOME: Final = (
    {"NamedForm", "NewMemberForm", "MemberForm"},
    {"NewGoalForm", "GoalForm"},
    # the question is asked, then checked with the sheet before it goes out
    {"QuestionForm", "BodyForm"},
    {"NewResourceForm", "ResourceForm", "WantForm", "StoryForm"},
    # a plan is written here by the family, or on paper and taken down: never both
    {"PartForm", "PaperPartForm"},
    {"NewRelativeForm", "RelativeForm", "ParentsForm"},
    # one map and one card are shown in the same way; nobody shows one thing in both
    {"CardShareForm", "ShareForm", "ShownForm", "TrustForm"},
)
"""Forms that are one home: a new thing, and the same thing with everything that is known of it."""

TAKEN_OVER: Final = {
    ("PlanForm", "participants"): "the people of the family who are named",
    ("PlanForm", "need"): "the latest professional view",
    ("PlanForm", "help_kind"): "the kind of help that was granted last",
    ("PlanForm", "services"): "the arrangement, or what was granted",
}
"""What a form shows again, filled from its home."""

ONLY_COMPARED = {
    (
        "OpenCaseForm",
        "born",
    ): "a year that only finds a family written down before; it is voluntary and not kept",
}
"""What is asked for a moment and not stored. Whoever adds a line here has to think twice."""
