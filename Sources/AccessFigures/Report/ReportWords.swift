/// The fixed strings of a report in one language; what statements say stays as it was said.
///
/// Further languages are further functions of this form.
public struct ReportWords: Sendable {
    /// The language's tag.
    public let language: String
    /// Whether the page runs from right to left.
    public let isRightToLeft: Bool
    private let wording: @Sendable (Phrase) -> String

    init(language: String, isRightToLeft: Bool, _ wording: @escaping @Sendable (Phrase) -> String) {
        self.language = language
        self.isRightToLeft = isRightToLeft
        self.wording = wording
    }

    /// English.
    public static let english = ReportWords(language: "en", isRightToLeft: false, englishWording)

    /// A phrase with what belongs into its gaps, `{0}`, `{1}` and on.
    func say(_ phrase: Phrase, _ gaps: String...) -> String {
        var text = wording(phrase)
        for (number, gap) in gaps.enumerated() {
            guard let place = text.firstRange(of: "{\(number)}") else { continue }
            text.replaceSubrange(place, with: gap)
        }
        return text
    }

    /// A number with its thousands set apart by narrow spaces.
    func number(_ value: some BinaryInteger) -> String {
        let digits = String(value)
        guard digits.utf8.count > 4 else { return digits }
        var text = ""
        for (position, digit) in digits.enumerated() {
            if position > 0, (digits.utf8.count - position) % 3 == 0 { text += "\u{202F}" }
            text.append(digit)
        }
        return text
    }

    /// Thousandths of a unit as a decimal with its thousands set apart.
    func quantity(_ thousandths: Int128) -> String {
        let parts = Decimals.thousandths(thousandths).split(separator: ".")
        guard let whole = parts.first.flatMap({ Int128($0) }) else { return "" }
        return parts.count == 2 ? "\(number(whole)).\(parts[1])" : number(whole)
    }

    /// A share, `58.1 %`.
    func share(_ share: Share?) -> String { share.map { "\($0.percentText)\u{00A0}%" } ?? say(.notKnown) }

    /// A duration in its two largest units, `4 d 3 h`.
    func duration(_ seconds: some BinaryInteger) -> String {
        let seconds = Int128(seconds)
        let (days, hours, minutes) = (seconds / 86_400, seconds / 3_600 % 24, seconds / 60 % 60)
        if days > 0 { return say(.daysHours, number(days), String(hours)) }
        if hours > 0 { return say(.hoursMinutes, String(hours), String(minutes)) }
        return minutes > 0 ? say(.minutes, String(minutes)) : say(.seconds, String(seconds))
    }

    /// A quantity as a picture has room for it: from a thousand on in whole units.
    func rounded(_ thousandths: Int128) -> String {
        thousandths < 1_000_000 ? quantity(thousandths) : number((thousandths + 500) / 1_000)
    }

    func outcome(_ outcome: Outcome) -> String { say(Phrase(outcome)) }
    func family(_ family: Outcome.Family) -> String { say(Phrase(family)) }
}

/// Every fixed string.
enum Phrase: CaseIterable {
    case none, notPictured, incompleteConvoys
    case kicker, title, rests, log, logEntries, asOf, picture, pictureWhole, picturePartial, missing, readBy, mayBeGiven
    case period, fromBeginning, toEnd, periodSpan, periodOpen, zone, countedBy, onlyThisRegister, notesGoWith, notKnown,
        notStated
    case grainDay, grainWeek, grainMonth, grainWhole
    case seconds, minutes, hoursMinutes, daysHours
    case facilitated, partiallyFacilitated, impededCompleted, impededNotCompleted, impededUnspecified, impeded, denied
    case withdrawn, postponed, cancelledUnspecified, cancelled, attacked, notOver, planned, underWay, overdue,
        unreadable
    case summary, movementsInPeriod, ofEnded, impededAfterAgreement, deniedAfterAgreement, convoysInPeriod
    case convoysAgreedArrived, notYetOver, outcomeUnreadable, noMovements, noConvoys, nothingHere, outsidePeriod,
        undated
    case outcomes, byPeriod, byPlace, byOrganiser, byDecider, byReason, byAgreement, shareRule, leftOutRule
    case agreementLeftOut, columnsLeftOut, emptyPeriodsLeftOut, chartShowsLast, others, otherRows, all, place, pcode
    case organiser, decider, reason, agreedBy, nobodyNamed, noReason, shareFacilitated, note, fieldWords, words, readAs
    case count, agreedAfterwards, people, incidents
    case convoys, plan, noPlan, answerFull, answerPartial, answerDenied, answerNone, answerAwaited, agreedHead, arrived
    case notArrived, arrivalNotKnown, peopleRequested, peopleAgreed, peopleReached, trucksSent, trucksOffloaded
    case trucksReturned, statedBy, statedRule, peopleAndTrucks, byPlan
    case steps, stepDurations, stepHolders, stepRule, step, ended, running, median, p90, longest, longestRunning, total
    case stopped, heldBy, contradictoryTimes, stopReasons, stepAnswer, stepLetters, stepLoading, stepInspection
    case stepDispatch, stepTravel, stepCheckpoint, stepOffload, clockRan, clockStopped, medianMark, p90Mark, longestMark
    case cargo, cargoRule, category, unit, lines, stagePlanned, stageRequested, stageAgreed, stageLoaded, stageRemoved
    case stageDelivered, removedOfAgreed, removedOfLoaded, removers, removedBy, removedWhere, removals, noCategory,
        noUnit
    case linesOf, incomplete, quantity
    case reach, reachRule, sector, allSectors, inNeed, needAsOf, reached, reachedOfNeed, noInformation, contradictory
    case atLeast
    case constraints, constraintsRule, type, lasting, restrictions, kind, withoutReason, scores, scoresRule, indicator
    case score, areas, areasRule, criterion, saidBy, holds, viewYes, viewNo, viewUnknown, disputed, reviews
    case placesYes, placesNo, placesUnknown, peopleThere
    case constraint1, constraint2, constraint3, constraint4, constraint5, constraint6, constraint7, constraint8
    case constraint9
    case sums, sumsRule, sum, parts, addsUp, doesNotAddUp
    case notes, notesRule, notesShort, andMore, back, sources, sourcesRule, sourcesShort, entry, behindIt, tableBelow
    case chartOutcomes, chartSteps, chartHolders, chartCargo, chartReach

    init(_ outcome: Outcome) {
        self =
            switch outcome {
            case .facilitated: .facilitated
            case .partiallyFacilitated: .partiallyFacilitated
            case .impededCompleted: .impededCompleted
            case .impededNotCompleted: .impededNotCompleted
            case .impeded: .impededUnspecified
            case .denied: .denied
            case .withdrawn: .withdrawn
            case .postponed: .postponed
            case .cancelled: .cancelledUnspecified
            case .attacked: .attacked
            }
    }

    init(_ family: Outcome.Family) {
        self =
            switch family {
            case .facilitated: .facilitated
            case .partiallyFacilitated: .partiallyFacilitated
            case .impeded: .impeded
            case .denied: .denied
            case .cancelled: .cancelled
            case .attacked: .attacked
            }
    }

    init(_ step: Step) {
        self =
            switch step {
            case .answer: .stepAnswer
            case .letters: .stepLetters
            case .loading: .stepLoading
            case .inspection: .stepInspection
            case .dispatch: .stepDispatch
            case .travel: .stepTravel
            case .checkpoint: .stepCheckpoint
            case .offload: .stepOffload
            }
    }

    init(_ stage: CargoStage) {
        self =
            switch stage {
            case .planned: .stagePlanned
            case .requested: .stageRequested
            case .agreed: .stageAgreed
            case .loaded: .stageLoaded
            case .delivered: .stageDelivered
            }
    }

    init(_ type: ConstraintType) {
        self =
            switch type {
            case .denialOfNeeds: .constraint1
            case .accessToServicesRestricted: .constraint2
            case .entryIntoCountryImpeded: .constraint3
            case .movementRestricted: .constraint4
            case .interference: .constraint5
            case .violence: .constraint6
            case .activeHostilities: .constraint7
            case .minesAndRemnants: .constraint8
            case .physicalEnvironment: .constraint9
            }
    }

    init(_ view: CriterionView) {
        self =
            switch view {
            case .yes: .viewYes
            case .no: .viewNo
            case .unknown: .viewUnknown
            }
    }
}
