extension SchemaStep {
    /// Version 4 finds for reports what people took out of the queue. Beside a comment's text it
    /// kept what pages showed of it: the next step makes that table anew, and has no use for it.
    static let toVersion4 = SchemaStep(from: 3) { db, _ throws(StoreError) in
        try db.execute(
            script: """
                CREATE INDEX history_by_leaving ON history (site_id, at, id)
                  WHERE waited_ms IS NOT NULL
                """)
    }
}
