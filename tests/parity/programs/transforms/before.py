from short import INSTANCE, SMALL, aws

aws(INSTANCE, "called-before", SMALL)
