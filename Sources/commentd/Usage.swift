/// What `--help` prints.
enum Usage {
    static let text = """
        commentd - comments, votes and moderation over SQLite

        commentd                       read commands on standard input, one JSON object a line
        commentd serve --socket PATH   serve many clients; --listen HOST:PORT over TCP too
        commentd --connect PATH        hand standard input to a running server
        commentd call METHOD [PARAM…]  one command; PARAM is name=text or name:=json
        commentd page THREAD           a page's comments as a reader sees them
        commentd report                the moderation queue report
        commentd mail --connect PATH   send what is due to those who follow, through sendmail
        commentd backup PATH           a copy of the database in a new file, beside a server too
        commentd demonstration         a new database with a made-up month of comments
        commentd import --from FORMAT FILE   comments of another system, or an export; - for a pipe
        commentd export                comments and all about them, one JSON object a line; what it
                                       leaves out (events, unsent mails, keys) `backup` carries
        commentd check                 the file's integrity, and a recount of every total

        Options of all commands:
          --db PATH            the database: comments.db unless given, :memory: for none
          --config DIR         commentd.json, rules.json and word lists; built-in ones unless given
          --durability full    a reply survives a power cut (normal: only a crash of the program)
          --backdate           take `at` in commands, to replay history
          --pretty             replies over several lines, for people
          --version, --help

        serve:   --socket-mode 660   --socket-group NAME   --listen HOST:PORT
                 --metrics-file PATH   --metrics-every SECONDS (15): for Prometheus
        call, page, report, backup: --connect PATH asks a running server
        page:    --sort best|top|hot|controversial|discussed|newest|oldest   --site NAME
        report:  --site NAME   --since TIME   --until TIME   --format text|json|csv|html
                 --section NAME,…   --output DIR: where csv puts a file for each section
        demonstration: --until TIME: the month's end, now unless given
                 --data DIR: real comments, the bodies of DIR/threads/NAME/comments.jsonl
        import:  --from wordpress|disqus|isso|remark42|commento|comentario|ndjson   --site NAME
                 --moderate: the rules judge them   --dry-run: count, and write nothing
        check:   --rebuild-search makes the search index anew first
        mail:    --site NAME   --once: what is due now, then end; status 1 where some was not sent

        Exit status: 0 done, 1 failed, 2 wrong usage or configuration, 74 a file could not be
        synced: what was sent and not answered may be durable or not.
        `commentd call rpc.discover` prints the description of every method.

        """
}
