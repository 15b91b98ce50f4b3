"""The rules: pure functions over the domain, one a file, a folder an area. They import no pulumi_policy."""
