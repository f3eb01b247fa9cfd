"""Laws from their official sites: a manifest and a small file of pure functions for each site, one generic spider for
all of them, deposits out. Scrapy is imported here only, and only where a crawl runs."""
