"""Relations: who does what with whom, clause by clause, with the passage, the modality and the time."""

from __future__ import annotations

import re

from skillgraph.extract.backing import Backer, backers
from skillgraph.extract.clauses import Clause, Trigger, clauses, negated, triggers
from skillgraph.extract.delegations import sent
from skillgraph.extract.entities import Entry
from skillgraph.extract.frames import content, entitled, grounds, held_offices, help_given, in_turn, predecessors
from skillgraph.extract.governed import governed
from skillgraph.extract.identities import identities
from skillgraph.extract.implied import LEARNERS, doers, leading_bodies, stated, teachers
from skillgraph.extract.mentions import ACTORS, FIELDS, ORGANIZATIONS, PLACES
from skillgraph.extract.neighbours import Said, appositions, lists, memberships, offices, titles
from skillgraph.extract.patterns import hosts, joint_project, owners, relatives
from skillgraph.extract.predicates import Linked
from skillgraph.extract.roles import TOGETHER, Roles
from skillgraph.extract.sentence import Acting, Relation, Sentence, unique
from skillgraph.extract.topics import spoken_of, topics
from skillgraph.model.records import Modality

_BOTH = re.compile(r"(?:双方|三方|各方|校企双方|两校)(?:将|拟|还|共同|联合|计划|商定)*")
#: 对取得证书的职工: what they did is the condition, and nothing that anybody is said to have done.
_FOR_THOSE = re.compile(r"(?:对|对于|凡)[^,;。]{2,60}的")
#: 联盟由甲发起,联合乙、丙组建: it is 甲 that joins with them.
_JOINING = re.compile(r"联合|会同|携手")
#: 获评某称号的,可申领某卡: who it may be, and not what anybody has done.
_CONDITION = re.compile(
    r"(?:凡|对|对于|如)?(?:新|首次|已)?(?:获评|获得|取得|入选|被评为|被授予|评为|荣获|当选|通过|参加|列入)[^,;。]{2,40}(?:的|者)$"
)
_IS = re.compile(r"是|为|系|现|共?有|创建于|创办于|始建于|占地|前身|隶属|校园|地处|建校|[^,;。、0-9]{0,16}[0-9]")
_CAUSING = frozenset({"supports", "promotes", "facilitated", "guides", "encourages"})
_MEMBERS = re.compile(r"(?:成员|会员|理事|参与|共建|合作|参建)(?:单位|院校|学校|企业|国|机构)?(?:主要|现)?$")
#: Of what covers fields, has parts or lies somewhere, the thing last spoken of is the subject, not the city.
_OF_THINGS = frozenset({"coversField", "hasPart", "focusesOn", "locatedIn", "offersTrainingIn"})
_BY_AGENTS = frozenset({
    "leads", "organizes", "manages", "established", "jointlyEstablished", "builds", "awards", "issues", "supports",
    "developsCourse", "certifies", "guides", "implements", "pursues", "approves", "evaluates", "selects",
})  # fmt: skip
_FOUNDING = frozenset({"jointlyEstablished", "established", "builds"})
_SHARED = _FOUNDING | {"organizes", "offersTrainingIn", "developsCourse", "developsStandard"}
#: 建立以甲为引领、乙为骨干的体系: what it is built of is not what is built.
_BUILT_OF = re.compile(r"以[^,;。]*?为(?:引领|主体|基础|骨干|核心|支撑|重点|龙头|主|特色|依托|纽带)[^,;。]*的")
#: What the ontology states the other way round.
_TURNED = {"guides": "guidedBy", "managedBy": "manages"}
#: What is held or opened somewhere.
_HELD_SOMEWHERE = frozenset({
    "Event", "Competition", "TrainingPlatform", "LubanWorkshop", "OverseasCollege", "Alliance", "School",
})  # fmt: skip
#: 在甲地签订共建某学院的协议: where it is signed is not where the college is.
_SIGNED = re.compile(r"签|举行|召开|出席|会见|会谈")
_SETTING = re.compile(r"^(?:在)?.{2,}(?:中|上|期间)$")
_CONTINUED = re.compile(r"^(?:以及|及|和|还有|并有)")
_DESCRIBED = re.compile(r"集[^,;。]{2,40}(?:一体|一身)的$")
#: A place is the object of few predicates, and the subject and object of fewer.
_BETWEEN_PLACES = frozenset({"partnersWith", "offersTrainingTo", "introduces", "learnsFrom", "enrolsFrom"})


class Reader:
    """Reads the relations of one sentence."""

    def __init__(self, sentence: Sentence) -> None:
        self.s = sentence
        self.text = sentence.text
        self.outer = [link for link in sentence.links if link.mention.kind != "nested"]
        quoted = [(m.start(), m.end()) for m in re.finditer(r"“[^”]*”|《[^》]*》|\([^()]*\)", self.text)]
        self.clauses = topics(self.text, clauses(self.text, quoted, sentence.expected, sentence.present))
        self.subjects: list[Entry] = [sentence.topic] if sentence.topic else []
        self.explicit = False
        self.objects: list[Linked] = []
        self.verb: Trigger | None = None
        self.setting: Linked | None = None
        self.pair: list[Entry] = []
        self.backers: list[Backer] = []
        self.founded: list[Linked] = []
        self.founders: list[Entry] = []
        self.found: list[Relation] = []
        self.acting: list[Acting] = []
        self.here = False
        self.joined = False

    def relations(self) -> list[Relation]:
        """The relations that the sentence states, each once."""
        mentions = [link.mention for link in self.outer] + list(self.s.classes)
        for index, clause in enumerate(self.clauses):
            verbs = list(triggers(self.text, clause, self.s.words, self.s.terms.verbs, mentions))
            links = [x for x in self.outer if clause.start <= x.mention.start and x.mention.end <= clause.end]
            former = self.subjects
            if self.text[clause.start] in "与同和就对关" and spoken_of(self.text, clause):
                self._speaker(self.clauses[index + 1 : index + 2])
            if clause.modality != "negated":
                self._clause(clause, verbs, links)
            self.here = self.subjects is not former and self.explicit
            self.acting.append(Acting(clause, self.subjects[0] if self.subjects else None, self.explicit, self.here))
        for triple in (
            *appositions(self.text, self.outer, self.clauses),
            *lists(self.text, self.outer, self.clauses, self.s.theme),
            *titles(self.text, self.outer, self.clauses),
        ):
            self._add(*triple, "actual")
        return unique(self.found)

    def _add(
        self, subject: Entry, predicate: str, object_: Entry, clause: Clause, modality: Modality | None = None
    ) -> None:
        if predicate in _TURNED:
            subject, predicate, object_ = object_, _TURNED[predicate], subject
        both_places = subject.type in PLACES and object_.type in PLACES
        if subject is object_ or (both_places and predicate not in _BETWEEN_PLACES):
            return
        time = next((t for t in reversed(self.s.times) if t.start < clause.end), None)
        self.found.append(
            Relation(subject, predicate, object_, modality or clause.modality, clause.start, clause.end, "stated", time)
        )

    def _speaker(self, following: list[Clause]) -> None:
        """与某公司合办某专业一事,学校仍在探索: who acts is named behind what is spoken of."""
        for x in self.outer:
            if x.entry.type in ACTORS and any(x.mention.start == clause.start for clause in following):
                self.subjects, self.explicit = [x.entry], True

    def _clause(self, clause: Clause, verbs: list[Trigger], links: list[Linked]) -> None:
        acting = self.subjects, self.explicit
        causing = bool(verbs) and verbs[0].predicate in _CAUSING
        if due := _FOR_THOSE.match(self.text[clause.start : clause.end]):
            verbs = [v for v in verbs if v.start >= clause.start + due.end()]
        relative: list[Said] = []
        used, doing = relatives(self.text, clause, verbs, links, relative)
        described, describing, said = identities(self.text, clause, verbs, links, self.subjects)
        for triple in (*relative, *said):
            self._add(*triple)
        verbs = [v for v in verbs if v not in used and v not in described]
        links = [x for x in links if x not in doing and x not in describing]
        self.backers = backers(self.text, clause, links) or self.backers
        roles = Roles(self.text, clause, links, verbs[0].start if verbs else clause.end, causing)
        own = [x.entry for x in roles.subjects]
        who = own or self.subjects
        goals = list(sent(self.text, clause, links, who))
        for _, triple in goals:
            self._add(*triple)
        links = [x for x in links if all(x is not goal for goal, _ in goals)]
        about = [e for e in (self.s.theme, self.s.topic, *self.s.recent) if e is not None]
        for triple in offices(self.text, clause, links, self.outer, about):
            self._add(*triple)
        if said := [
            *content(self.text, clause, links, self.objects),
            *predecessors(self.text, clause, links, who),
        ]:
            for triple in said:
                self._add(*triple)
            return
        self._shapes(clause, links, who)
        if not verbs and not roles.partners:
            self._governed(clause, links, roles)
            self._without_verb(clause, roles)
            self._copula(clause, roles)
            return
        # 甲与乙签约,设立某中心: those who came together in the clause before do it together.
        self.joined = bool(self.pair) and not own and verbs[:1] != [] and verbs[0].start == clause.start
        said = []
        hosting = hosts(self.text, clause, verbs, links, said)
        if own:
            self.subjects, self.explicit = own, True
        elif self.pair and _BOTH.match(self.text, clause.start):
            self.subjects, self.explicit = list(self.pair), True
        self._governed(clause, links, roles)
        if roles.partners and self.subjects and not causing:
            self._partnership(clause, roles, verbs)
        conditional = _CONDITION.match(self.text, clause.start, clause.end)
        skipped = -1
        for index, verb in enumerate(verbs):
            if index == skipped or verb in hosting:
                continue
            stop = verbs[index + 1].start if index + 1 < len(verbs) else clause.end
            objects = [
                x
                for x in links
                if verb.end <= x.mention.start < stop and (roles.free(x) or verb.predicate == "locatedIn")
            ]
            if index + 1 < len(verbs) and (
                joint := joint_project(self.text, clause, verb, verbs[index + 1], links, said)
            ):
                objects, skipped = joint, index + 1
            objects = [
                x for x in owners(self.text, clause, objects, said) if not _DESCRIBED.search(self._up_to(clause, x))
            ]
            objects = [x for x in objects if not self._qualifies(x, links)]
            if built := _BUILT_OF.match(self.text, verb.end, clause.end):
                objects = [x for x in objects if x.mention.start >= built.end()]
            if self.text[verb.end : verb.end + 1] == "、" and roles.agents:
                objects = []  # 由甲指导、乙承办: what stands behind is the next agent
            if not conditional:
                self._verb(clause, verb, objects, roles)
            if objects:
                self.objects, self.verb = objects, verb
            if index == 0 and causing and (caused := leading_bodies(self.text, objects)):
                self.subjects, self.explicit = caused, True
                if roles.partners:
                    self._partnership(clause, roles, verbs)
        for triple in said:
            self._add(*triple)
        if causing:
            self.subjects, self.explicit = (own, True) if own else acting

    def _governed(self, clause: Clause, links: list[Linked], roles: Roles) -> None:
        """What prepositions say, and roles in alliances."""
        for triple in (
            *governed(self.text, clause, roles, self.subjects, self.explicit),
            *memberships(self.text, clause, links, self.subjects),
        ):
            self._add(*triple)

    def _shapes(self, clause: Clause, links: list[Linked], acting: list[Entry]) -> None:
        """What constructions say by their whole shape."""
        for triple in (
            *help_given(self.text, clause, links, acting, self.objects or self.founded),
            *entitled(self.text, clause, links, self.objects),
            *grounds(self.text, clause, links, acting[-1] if acting else None),
            *held_offices(self.text, clause, links),
        ):
            self._add(*triple)

    def _copula(self, clause: Clause, roles: Roles) -> None:
        """某学院是…学校, 某集团率先试水: whom the clauses behind go on to speak of."""
        subjects = roles.subjects
        if not subjects or subjects[0].mention.start != clause.start:
            return
        at = subjects[-1].mention.end
        does = subjects[-1].entry.type in ORGANIZATIONS and any(
            w.tag == "v" and at <= w.start < clause.end for w in self.s.words
        )
        if does or _IS.match(self.text, at):
            self.subjects, self.explicit = [x.entry for x in subjects], True

    def _qualifies(self, x: Linked, links: list[Linked]) -> bool:
        """Whether a place only says where the name behind it is from: 引进德国某证书."""
        followed = any(y.mention.start == x.mention.end and y.entry.type not in PLACES for y in links)
        return x.entry.type in PLACES and followed

    def _up_to(self, clause: Clause, x: Linked) -> str:
        return self.text[clause.start : x.mention.start]

    def _without_verb(self, clause: Clause, roles: Roles) -> None:
        """在某大会上, as the setting of what follows; 以及某班, as one more object of the verb before."""
        piece = self.text[clause.start : clause.end]
        events = [x for x in roles.settings if x.entry.type in ("Event", "Competition")]
        if events and _SETTING.match(piece):
            self.setting = events[-1]
        elif self.verb is not None and (_CONTINUED.match(piece) or self.verb.predicate == "hasPart"):
            self._verb(clause, self.verb, [x for x in roles.links if roles.free(x)], roles)

    # what a verb says

    def _verb(self, clause: Clause, verb: Trigger, objects: list[Linked], roles: Roles) -> None:
        modality: Modality = "negated" if negated(self.text, clause, verb.start) else clause.modality
        by = [x.entry for x in roles.agents if x.mention.end <= verb.start and not self._relative(x, verb)]
        implied = doers(self.text, clause, verb, objects, self.objects, self.subjects)
        actors = by if by and verb.predicate in _BY_AGENTS else implied
        if turns := [*in_turn(self.text, clause, roles.links, self.objects)]:
            for body, thing in turns:
                if (predicate := stated(self.text, clause, verb, thing)) is not None:
                    self._add(body, predicate, thing.entry, clause, modality)
            return
        if by and not objects:
            objects = self._passive_objects(roles)
            self.founded, self.founders = objects, by
        elif not objects and verb.predicate in _FOUNDING and not by and verb.end >= clause.end:
            objects = self.founded or [
                x for x in self.objects[-1:] if x.entry.type in _HELD_SOMEWHERE and roles.partners
            ]
        before = self.text[clause.start : verb.start]
        if verb.predicate == "hasPart" and _MEMBERS.search(before):
            alliances = [x.entry for x in self.objects if x.entry.type in ("Alliance", "Organization")]
            alliances += [e for e in (*self.subjects, self.s.theme) if e is not None and e.type == "Alliance"]
            for x in objects if alliances else ():
                self._add(x.entry, "memberOf", alliances[0], clause, modality)
            return
        if verb.predicate == "selectedFor" and re.search(r"将|把", before):
            return
        for x in map(self._founded, objects) if verb.predicate in _FOUNDING | {"leads", "memberOf"} else objects:
            predicate = stated(self.text, clause, verb, x)
            if predicate is None:
                continue
            if predicate == "offersTrainingIn":
                actors = teachers(actors, [*(y for y in self.outer if y.mention.end <= verb.start), *self.founded])
            for subject in self._holder(predicate, actors):
                self._add(subject, predicate, x.entry, clause, modality)
                if predicate == "attracted" and subject.type not in ACTORS and self.s.topic is not None:
                    self._add(self.s.topic, predicate, x.entry, clause, modality)
            shared = "jointlyEstablished" if predicate in _FOUNDING else predicate
            partners = [p.entry for p in roles.partners if p.mention.end <= verb.start]
            if not roles.partners and (predicate == "jointlyEstablished" or (shared != predicate and self.joined)):
                partners = [e for e in self.pair if e not in self.subjects]
            if predicate == "offersTrainingIn":
                partners = [e for e in partners if e.type != "GovernmentBody"]
            for partner in partners if predicate in _SHARED else ():
                self._add(partner, shared, x.entry, clause, modality)
        if len(by) == 2 and verb.predicate == "jointlyEstablished":
            self._add(by[0], "partnersWith", by[1], clause, modality)
        if verb.predicate == "selectedFor":
            for agent in by:
                for x in objects:
                    self._add(agent, "awards", x.entry, clause, modality)
        if verb.predicate == "awards" and by and "被" in before:
            for x in objects:
                for subject in implied:
                    self._add(subject, "won", x.entry, clause, modality)
        if objects and verb.predicate in _FOUNDING | {"awards", "organizes", "leads", "implements"}:
            for body, does in self.backers:
                self._add(body, does, objects[0].entry, clause, modality)
            self.backers = []
        if verb.predicate == "enrolsFrom":
            for x in roles.beneficiaries:
                for subject in actors if x.entry.type in PLACES else ():
                    self._add(subject, "enrolsFrom", x.entry, clause, modality)
        if verb.predicate in ("offersTrainingIn", "trains", "organizes", "developsCourse", "supports"):
            for x in roles.beneficiaries:
                for subject in actors if x.mention.end <= verb.start else ():
                    self._add(subject, "offersTrainingTo", x.entry, clause, modality)
                if x.entry.type == "Country" and LEARNERS.search(self.text[x.mention.end : verb.start]):
                    for course in [y.entry for y in self.objects if y.entry.type == "Programme"][-1:]:
                        self._add(course, "enrolsFrom", x.entry, clause, modality)
        self._settings(clause, verb, objects, roles, modality)

    def _relative(self, agent: Linked, verb: Trigger) -> bool:
        """由甲牵头的某大会举行: 甲 belongs to the relative clause that 的 closes, not to the verb behind it."""
        return "的" in self.text[agent.mention.end : verb.start]

    def _founded(self, x: Linked) -> Linked:
        """In 甲牵头的某联盟成立大会 it is the alliance that 甲 leads."""
        if x.entry.type != "Event":
            return x
        inside = (y for y in self.s.links if x.mention.start <= y.mention.start and y.mention.end < x.mention.end)
        return next((y for y in inside if y.entry.type in ORGANIZATIONS), x)

    def _passive_objects(self, roles: Roles) -> list[Linked]:
        """What stands before 由: 大赛由某局主办; or what the clause before was about."""
        first = roles.agents[0].mention.start
        before = [x for x in roles.links if x.mention.end <= first and x.entry.type not in PLACES]
        current = [x for x in self.outer if x.entry in self.subjects and x.mention.end <= first]
        things = [x for x in current if self.explicit and x.entry.type not in PLACES]
        return before[-1:] or things[-1:] or self.objects[-1:]

    def _holder(self, predicate: str, actors: list[Entry]) -> list[Entry]:
        if predicate not in _OF_THINGS or (self.explicit and not all(a.type in PLACES for a in actors)):
            return actors
        aside = FIELDS | PLACES | {"Honour", "Qualification", "GovernmentBody"}
        things = [x.entry for x in self.objects if x.entry.type not in aside]
        if predicate == "offersTrainingIn":
            things = [e for e in things if e.type in ("Programme", "TrainingPlatform")]
        return things[-1:] or actors

    def _settings(self, clause: Clause, verb: Trigger, objects: list[Linked], roles: Roles, modality: Modality) -> None:
        """在 a place or an event."""
        if verb.predicate not in _SHARED | {"won", "partnersWith", "awards", "has"}:
            return
        won = verb.predicate in ("won", "partnersWith")
        if self.setting is not None and won:
            for subject in self.subjects:
                self._add(subject, "participatesIn", self.setting.entry, clause, modality)
        for x in roles.settings:
            if x.mention.start > verb.start or _SIGNED.search(self.text, x.mention.end, verb.start):
                continue
            if x.entry.type in ("Event", "Competition"):
                for doer in self.subjects if won else [y.entry for y in objects or self.objects[-1:]]:
                    self._add(doer, "participatesIn" if won else "establishedAt", x.entry, clause, modality)
            elif x.entry.type in PLACES and verb.predicate in _SHARED | {"has"}:
                near = [y for y in roles.links if y.mention.end < x.mention.start and roles.free(y)]
                held = [e for e in [*self.subjects, *(y.entry for y in near[-1:])] if e.type in _HELD_SOMEWHERE]
                for entry in [y.entry for y in objects] or held:
                    self._add(entry, "locatedIn", x.entry, clause, modality)

    # what prepositions and particles say

    def _partnership(self, clause: Clause, roles: Roles, verbs: list[Trigger]) -> None:
        first, last = roles.partners[0].mention.start, roles.partners[-1].mention.end
        if not TOGETHER.search(self.text[max(clause.start, first - 3) : clause.end]):
            return
        joining = _JOINING.match(self.text, clause.start) and self.founders
        subjects = self.founders if joining else self.subjects
        self.pair = [*subjects, *(x.entry for x in roles.partners)]
        denied = negated(self.text, clause, max(last, verbs[-1].start if verbs else last))
        for subject in subjects:
            for x in roles.partners:
                if subject.type in ACTORS:
                    self._add(subject, "partnersWith", x.entry, clause, "negated" if denied else None)
