import HTTPTypes

extension RouteTable {
    /// Every path of the interface.
    static let parley = RouteTable(
        operations + log + statements + picture + lines + messages + dossiers + access + positions + deliveries
            + joining + witness)

    private static let operations = [
        Endpoint(.get, "/", .anybody) { FrontPage.show($0) },
        Endpoint(.get, "/health", .anybody) { Health.show($0) },
        Endpoint(.get, "/version", .anybody) { Version.show($0) },
        Endpoint(.get, "/metrics", .anybody) { Metrics.show($0) },
        Endpoint(.get, "/openapi.json", .anybody) { OpenAPIDocument.show($0) },
        Endpoint(.get, "/problems", .anybody) { ExplainProblem.list($0) },
        Endpoint(.get, "/problems/{rule}", .anybody) { try ExplainProblem.one($0) },
        Endpoint(.get, "/receive/{reference}", .anybody) { try ReceivePage.show($0) },
    ]

    private static let log = [
        Endpoint(.get, "/log/checkpoint", .anybody) { try await LogResources.checkpoint($0) },
        Endpoint(.get, "/log/consistency", .anybody, query: ["from"]) { try await Consistency.show($0) },
        Endpoint(.get, "/log/feed", .anybody) { try await LogFeed.start($0) },
        Endpoint(.get, "/log/tile/entries/{path}", .readersOfTheLog) { try await LogResources.bundle($0) },
        Endpoint(.get, "/log/tile/{path}", .anybody) { try await LogResources.tile($0) },
    ]

    private static let witness = [
        Endpoint(.post, "/witness/add-checkpoint", .anybody, body: .whole(\.witnessBodyBytes, mediaTypes: [])) {
            try await WitnessResources.add($0)
        },
        Endpoint(.get, "/witness/{origin}/checkpoint", .anybody) { try await WitnessResources.show($0) },
    ]

    private static let statements = [
        Endpoint(
            .post, "/statements", .anybody,
            body: .whole(\.statementBodyBytes, mediaTypes: SubmissionReader.mediaTypes)
        ) { try await SubmitStatement.run($0) },
        Endpoint(.post, "/statements/batch", .anybody, body: .streamed(mediaTypes: SubmitBatch.mediaTypes)) {
            try await SubmitBatch.run($0)
        },
        Endpoint(.get, "/statements/{statement}", .signed) { try await ShowStatement.show($0) },
        Endpoint(.delete, "/statements/{statement}/body", .signed) { try await EraseBody.run($0) },
        Endpoint(.get, "/sealed/{hash}", .signed) { try await ShowSealed.show($0) },
        Endpoint(.get, "/statements/{statement}/receipt", .readersOfTheLog) { try await ShowReceipt.show($0) },
    ]

    private static let joining = [
        Endpoint(.get, "/joining", .anybody) { try Joining.show($0) },
        Endpoint(
            .post, "/joining", .anybody, body: .whole(\.joinBodyBytes, mediaTypes: ["application/json"])
        ) { try Joining.ask($0) },
        Endpoint(.get, "/joining/{fingerprint}", .anybody) { try Joining.request($0) },
        Endpoint(
            .post, "/joining/keys", .anybody, body: .whole(\.keyRequestBodyBytes, mediaTypes: ["application/json"])
        ) { try KeyJoining.ask($0) },
        Endpoint(.get, "/joining/keys/{fingerprint}", .anybody) { try KeyJoining.request($0) },
    ]

    private static let messages = [
        Endpoint(.get, "/messages", .signed, query: ShowMessages.names) { try await ShowMessages.list($0) },
        Endpoint(.get, "/messages/{owner}/{subject}", .signed) { try ShowMessages.one($0) },
        Endpoint(.get, "/open-ends", .signed, query: OpenEnds.names) { try await OpenEnds.list($0) },
        Endpoint(.get, "/instruments", .signed) { try ShowInstruments.list($0) },
    ]

    private static let deliveries = [
        Endpoint(.get, "/deliveries", .signed, query: ShowDeliveries.names) { try await ShowDeliveries.list($0) },
        Endpoint(.post, "/deliveries/{delivery}/retry", .signed) { try await DeadLetterWork.retry($0) },
        Endpoint(.delete, "/deliveries/{delivery}", .signed) { try await DeadLetterWork.forget($0) },
    ]

    private static let dossiers = [
        Endpoint(.get, "/dossiers", .signed, query: ShowDossiers.names) { try await ShowDossiers.list($0) },
        Endpoint(.get, "/dossiers/{owner}/{subject}", .signed) { try await ShowDossiers.one($0) },
    ]

    private static let access = [
        Endpoint(.get, "/areas", .signed, query: AreaQuestions.areaNames) { try await AreaQuestions.area($0) },
        Endpoint(.get, "/records/{owner}/{subject}/hazards", .signed, query: AreaQuestions.hazardNames) {
            try await AreaQuestions.hazards($0)
        },
        Endpoint(.get, "/access/figures", .signed, query: AccessReport.names) { try await AccessReport.figures($0) },
        Endpoint(.get, "/access/report", .signed, query: AccessReport.names) { try await AccessReport.page($0) },
        Endpoint(.get, "/access/tables/{table}", .signed, query: AccessReport.names) {
            try await AccessReport.table($0)
        },
    ]

    private static let positions = [
        Endpoint(.get, "/positions", .anybody, query: TakePosition.names) { try await TakePosition.run($0) },
        Endpoint(
            .post, "/positions", .anybody, query: TakePosition.names,
            body: .whole(
                \.positionBodyBytes, mediaTypes: ["application/json", "application/x-www-form-urlencoded", ""])
        ) { try await TakePosition.run($0) },
    ]

    private static let lines = [
        Endpoint(.get, "/lines", .signed) { try ShowLines.list($0) },
        Endpoint(.get, "/lines/{owner}/{subject}", .signed) { try ShowLines.one($0) },
        Endpoint(.get, "/lines/{owner}/{subject}/roster", .signed, query: RosterQuestion.names) {
            try await ShowRoster.show($0)
        },
        Endpoint(.get, "/lines/{owner}/{subject}/roster.ics", .signed, query: RosterQuestion.names) {
            try await ShowRoster.calendar($0)
        },
    ]

    private static let picture = [
        Endpoint(.get, "/parties", .signed) { try ShowParties.list($0) },
        Endpoint(.get, "/parties/{party}", .signed) { try ShowParties.one($0) },
        Endpoint(.get, "/parties/{party}/chain", .readersOfTheLog) { try ShowChain.show($0) },
        Endpoint(.get, "/map", .signed, query: MapQueryReader.names) { try await ShowMap.run($0) },
        Endpoint(.get, "/records", .signed, query: RecordQueryReader.names) { try await ListRecords.run($0) },
        Endpoint(.get, "/records/nearest", .signed, query: NearestRecords.names) { try await NearestRecords.run($0) },
        Endpoint(.get, "/records/{owner}/{subject}", .signed) { try ShowRecord.show($0) },
        Endpoint(.get, "/records/{owner}/{subject}/clearance", .signed) { try await ShowClearance.run($0) },
        Endpoint(.get, "/records/{owner}/{subject}/duplicates", .signed) { try await ShowDuplicates.run($0) },
        Endpoint(.get, "/notices/open", .signed) { try await OpenNotices.run($0) },
        Endpoint(.get, "/outbox", .signed) { try ShowOutbox.run($0) },
        Endpoint(.post, "/checks", .signed, body: .whole(\.checkBodyBytes, mediaTypes: ["application/json"])) {
            try await RunCheck.run($0)
        },
        Endpoint(.get, "/feed", .signed, query: FollowFeed.names) { try await FollowFeed.start($0) },
    ]
}
