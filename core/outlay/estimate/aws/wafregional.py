"""Pricers of `aws:wafregional/…`: WAF Classic in a region, which costs what it does for CloudFront (`aws:waf/…`)."""

from outlay.estimate.aws.waf import web_acl
from outlay.estimate.registry import prices
from outlay.usage.aws.waf import WebAclUsage

prices("aws:wafregional/webAcl:WebAcl", usage=WebAclUsage)(web_acl)
