import HTTPTypes

extension RouteTable {
    /// Every path of the interface.
    static let parley = RouteTable(operations + log + statements + picture)

    private static let operations = [
        Route(.get, "/", .anybody) { FrontPage.show($0) },
        Route(.get, "/health", .anybody) { Health.show($0) },
        Route(.get, "/version", .anybody) { Version.show($0) },
        Route(.get, "/metrics", .anybody) { Metrics.show($0) },
        Route(.get, "/openapi.json", .anybody) { OpenAPIDocument.show($0) },
        Route(.get, "/problems", .anybody) { ExplainProblem.list($0) },
        Route(.get, "/problems/{rule}", .anybody) { try ExplainProblem.one($0) },
    ]

    private static let log = [
        Route(.get, "/log/checkpoint", .anybody) { try await LogResources.checkpoint($0) },
        Route(.get, "/log/consistency", .anybody) { try await Consistency.show($0) },
        Route(.get, "/log/tile/entries/{path}", .readersOfTheLog) { try await LogResources.bundle($0) },
        Route(.get, "/log/tile/{path}", .anybody) { try await LogResources.tile($0) },
    ]

    private static let statements = [
        Route(
            .post, "/statements", .anybody,
            body: .whole(\.statementBodyBytes, mediaTypes: SubmissionReader.mediaTypes)
        ) { try await SubmitStatement.run($0) },
        Route(.post, "/statements/batch", .anybody, body: .streamed(mediaTypes: SubmitBatch.mediaTypes)) {
            try await SubmitBatch.run($0)
        },
        Route(.get, "/statements/{statement}", .signed) { try await ShowStatement.show($0) },
        Route(.get, "/statements/{statement}/receipt", .readersOfTheLog) { try await ShowReceipt.show($0) },
    ]

    private static let picture = [
        Route(.get, "/parties", .signed) { try ShowParties.list($0) },
        Route(.get, "/parties/{party}", .signed) { try ShowParties.one($0) },
        Route(.get, "/parties/{party}/chain", .readersOfTheLog) { try ShowChain.show($0) },
        Route(.get, "/records", .signed) { try await ListRecords.run($0) },
        Route(.get, "/records/{owner}/{subject}", .signed) { try ShowRecord.show($0) },
        Route(.post, "/checks", .signed, body: .whole(\.checkBodyBytes, mediaTypes: ["application/json"])) {
            try await RunCheck.run($0)
        },
        Route(.get, "/feed", .signed) { try await FollowFeed.start($0) },
    ]
}
